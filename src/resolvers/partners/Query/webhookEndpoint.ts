import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const webhookEndpoint: NonNullable<QueryResolvers['webhookEndpoint']> = async (
  _parent,
  { id },
  { usecases },
) => {
  const rowId = rowIdOf('WebhookEndpoint', id);
  return (rowId && (await usecases.findWebhookEndpoint(rowId))) || null;
};
