import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const rehearsal: NonNullable<QueryResolvers['rehearsal']> = async (_parent, { id }, { usecases }) => {
  const rowId = rowIdOf('Rehearsal', id);
  return (rowId && (await usecases.findRehearsal(rowId))) || null;
};
