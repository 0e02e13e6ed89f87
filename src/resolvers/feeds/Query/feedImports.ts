import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const feedImports: NonNullable<QueryResolvers['feedImports']> = async (_parent, args, { usecases }) => {
  const page = pageRequest(args);
  return connection(await usecases.listFeedImports(page), page);
};
