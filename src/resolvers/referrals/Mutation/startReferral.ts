import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const startReferral: NonNullable<MutationResolvers['startReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) => context.usecases.startReferral(subject));
