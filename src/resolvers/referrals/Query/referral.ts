import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const referral: NonNullable<QueryResolvers['referral']> = async (_parent, { id }, { loaders }) => {
  const referralId = rowIdOf('Referral', id);
  return (referralId && (await loaders.referral.load(referralId))) || null;
};
