import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const caseById: NonNullable<QueryResolvers['case']> = async (_parent, { id }, { loaders }) => {
  const caseId = rowIdOf('Case', id);
  return (caseId && (await loaders.wholeCase.load(caseId))) || null;
};
