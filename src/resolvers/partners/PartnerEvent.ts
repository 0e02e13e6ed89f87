import type { PartnerEventResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const PartnerEvent: PartnerEventResolvers = {
  id: ({ id }) => globalId('PartnerEvent', id),
  agency: agencyOf,
  caseId: ({ caseId }) => globalId('Case', caseId),
  referralId: ({ referralId }) => (referralId === undefined ? null : globalId('Referral', referralId)),
  referral: async ({ referralId }, _args, { loaders }) =>
    (referralId && (await loaders.referral.load(referralId))) || null,
};
