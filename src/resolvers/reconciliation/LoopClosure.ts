import { percentage } from '#domain/disputes/mediation-statistics.ts';
import type { AgencyClosureResolvers, CaseClosureResolvers, ShareResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';

interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

function share(numerator: number, denominator: number): Share {
  return { numerator, denominator };
}

export const Share: ShareResolvers = {
  percentage: ({ numerator, denominator }) => percentage(numerator, denominator) ?? null,
};

export const CaseClosure: CaseClosureResolvers = {
  closed: ({ closed, accepted }) => share(closed, accepted),
  withdrawn: ({ withdrawn, accepted }) => share(withdrawn, accepted),
  open: ({ open, accepted }) => share(open, accepted),
  needsAttention: ({ needsAttention, open }) => share(needsAttention, open),
  withoutClock: ({ withoutClock, open }) => share(withoutClock, open),
};

export const AgencyClosure: AgencyClosureResolvers = {
  agency: agencyOf,
  delivered: ({ delivered, referrals }) => share(delivered, referrals),
  received: ({ received, delivered }) => share(received, delivered),
  answered: ({ answered, delivered }) => share(answered, delivered),
  closedInTime: ({ ended, endedLate }) => share(ended - endedLate, ended),
  closedLate: ({ ended, endedLate }) => share(endedLate, ended),
  open: ({ open, referrals }) => share(open, referrals),
  overdue: ({ overdue, open }) => share(overdue, open),
  returned: ({ returned, referrals }) => share(returned, referrals),
  inDoubt: ({ inDoubt, referrals }) => share(inDoubt, referrals),
  withoutClock: ({ withoutClock, open }) => share(withoutClock, open),
};
