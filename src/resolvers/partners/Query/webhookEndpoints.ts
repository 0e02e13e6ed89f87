import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const webhookEndpoints: NonNullable<QueryResolvers['webhookEndpoints']> = async (
  _parent,
  { agencyCode, state, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const filter = { agencyCode: agencyCode ?? undefined, state: state ?? undefined };
  return connection(await usecases.listWebhookEndpoints(filter, page), page);
};
