import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const leads: NonNullable<QueryResolvers['leads']> = async (_parent, { status, ...args }, { usecases }) => {
  const page = pageRequest(args);
  return connection(await usecases.listLeads(status ?? undefined, page), page);
};
