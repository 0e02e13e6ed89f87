import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const createWebhookEndpoint: NonNullable<MutationResolvers['createWebhookEndpoint']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const { result, replayed } = await usecases.createWebhookEndpoint({
      ...input,
      eventTypes: input.eventTypes ?? [],
      agencyCode: input.agencyCode ?? undefined,
    });
    const endpoint = (await usecases.findWebhookEndpoint(result.endpointId)) ?? null;
    return { endpoint, secret: result.secret ?? null, replayed };
  });
