import { mayUseRootField } from '#domain/access/root-field-policy.ts';
import type { PartnerEventResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const PartnerEvent: PartnerEventResolvers = {
  id: ({ id }) => globalId('PartnerEvent', id),
  agency: agencyOf,
  caseId: ({ caseId }) => globalId('Case', caseId),
  referralId: ({ referralId }) => (referralId === undefined ? null : globalId('Referral', referralId)),
  // A partner key that may read events alone learns their ids, as the webhook would have said.
  referral: async ({ referralId }, _args, { viewer, loaders }) =>
    (referralId && mayUseRootField(viewer, 'referrals') && (await loaders.referral.load(referralId))) || null,
};
