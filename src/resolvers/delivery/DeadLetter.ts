import { whatNext } from '#domain/referrals/dead-letter.ts';
import type { DeadLetterResolvers, QuarantinedMessageResolvers } from '#generated/graphql.ts';
import { agencyOf } from '#resolvers/agency-of.ts';
import { globalId } from '#resolvers/global-id.ts';

export const DeadLetter: DeadLetterResolvers = {
  id: ({ id }) => globalId('DeadLetter', id),
  referralId: ({ referralId }) => globalId('Referral', referralId),
  agency: agencyOf,
  whatNext,
};

export const QuarantinedMessage: QuarantinedMessageResolvers = {
  id: ({ id }) => globalId('QuarantinedMessage', id),
  agency: agencyOf,
};
