import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const referrals: NonNullable<QueryResolvers['referrals']> = async (
  _parent,
  { filter, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  return connection(await usecases.listReferrals({ status: filter?.status ?? undefined }, page), page);
};
