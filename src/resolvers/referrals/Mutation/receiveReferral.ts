import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const receiveReferral: NonNullable<MutationResolvers['receiveReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) => context.usecases.receiveReferral(subject));
