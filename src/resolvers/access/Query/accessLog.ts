import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const accessLog: NonNullable<QueryResolvers['accessLog']> = async (_parent, args, { usecases }) => {
  const page = pageRequest(args);
  return connection(await usecases.listAccessLog(page), page);
};
