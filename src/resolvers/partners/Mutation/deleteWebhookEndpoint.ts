import type { MutationResolvers } from '#generated/graphql.ts';
import { globalId, requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const deleteWebhookEndpoint: NonNullable<MutationResolvers['deleteWebhookEndpoint']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const endpointId = requireRowId('WebhookEndpoint', input.endpointId, 'endpointId');
    const { result, replayed } = await usecases.deleteWebhookEndpoint({ ...input, endpointId });
    return { deletedEndpointId: globalId('WebhookEndpoint', result.endpointId), replayed };
  });
