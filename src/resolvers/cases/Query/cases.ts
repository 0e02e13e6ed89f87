import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const cases: NonNullable<QueryResolvers['cases']> = async (_parent, { filter, ...args }, { usecases }) => {
  const page = pageRequest(args);
  const found = await usecases.listCases(
    { status: filter?.status ?? undefined, serviceItemCode: filter?.serviceItemCode ?? undefined },
    page,
  );
  return connection(found, page);
};
