import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const deliveries: NonNullable<QueryResolvers['deliveries']> = async (
  _parent,
  { endpointId, status, ...args },
  { usecases },
) => {
  const request = pageRequest(args);
  const rowId = rowIdOf('WebhookEndpoint', endpointId);
  const page = rowId && (await usecases.listDeliveries(rowId, status ?? undefined, request));
  return page ? connection(page, request) : null;
};
