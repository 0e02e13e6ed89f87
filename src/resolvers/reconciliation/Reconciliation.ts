import type { ReconciliationItemResolvers, ReconciliationResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Reconciliation: ReconciliationResolvers = {
  id: ({ id }) => globalId('Reconciliation', id),
  agency: agencyOf,
  nextAttemptAt: ({ status, nextAttemptAt }) => (status === 'DUE' ? nextAttemptAt : null),
};

export const ReconciliationItem: ReconciliationItemResolvers = {
  id: ({ id }) => globalId('ReconciliationItem', id),
  agency: agencyOf,
  referral: async ({ referralId }, _args, { loaders }) =>
    (referralId && (await loaders.referral.load(referralId))) || null,
};
