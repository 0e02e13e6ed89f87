import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const recallReferral: NonNullable<MutationResolvers['recallReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) => context.usecases.recallReferral({ ...subject, reason: input.reason }));
