import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const matchReviews: NonNullable<QueryResolvers['matchReviews']> = async (
  _parent,
  { status, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  return connection(await usecases.listMatchReviews({ status: status ?? undefined }, page), page);
};
