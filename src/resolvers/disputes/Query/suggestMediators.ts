import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const suggestMediators: NonNullable<QueryResolvers['suggestMediators']> = (
  _parent,
  { referralId, groups },
  { usecases },
) => {
  const id = rowIdOf('Referral', referralId);
  return id ? usecases.suggestMediators(id, groups ?? undefined) : [];
};
