import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const settlements: NonNullable<QueryResolvers['settlements']> = async (
  _parent,
  { status, result, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const filter = { status: status ?? undefined, result: result ?? undefined };
  return connection(await usecases.listSettlements(filter, page), page);
};
