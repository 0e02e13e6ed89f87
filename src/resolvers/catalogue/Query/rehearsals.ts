import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const rehearsals: NonNullable<QueryResolvers['rehearsals']> = async (_parent, { versionId }, { usecases }) => {
  const rowId = rowIdOf('ServiceItemVersion', versionId);
  return rowId ? usecases.listRehearsals(rowId) : [];
};
