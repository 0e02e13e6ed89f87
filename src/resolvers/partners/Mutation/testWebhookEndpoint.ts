import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const testWebhookEndpoint: NonNullable<MutationResolvers['testWebhookEndpoint']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const endpointId = requireRowId('WebhookEndpoint', input.endpointId, 'endpointId');
    const { result, replayed } = await usecases.testWebhookEndpoint({ ...input, endpointId });
    return { delivery: (result.deliveryId && (await usecases.findDelivery(result.deliveryId))) || null, replayed };
  });
