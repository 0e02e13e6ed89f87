import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const partnerKey: NonNullable<QueryResolvers['partnerKey']> = async (_parent, { id }, { usecases }) => {
  const rowId = rowIdOf('PartnerKey', id);
  return (rowId && (await usecases.findPartnerKey(rowId))) || null;
};
