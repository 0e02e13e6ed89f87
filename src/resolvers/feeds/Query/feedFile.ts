import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const feedFile: NonNullable<QueryResolvers['feedFile']> = async (_parent, { id }, { usecases }) => {
  const rowId = rowIdOf('FeedFile', id);
  return (rowId && (await usecases.findFeedFile(rowId))) || null;
};
