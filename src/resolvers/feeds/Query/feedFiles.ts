import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const feedFiles: NonNullable<QueryResolvers['feedFiles']> = async (
  _parent,
  { agency, feed, status, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const filter = { agencyCode: agency ?? undefined, feed: feed ?? undefined, status: status ?? undefined };
  return connection(await usecases.listFeedFiles(filter, page), page);
};
