import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const requestSupplement: NonNullable<MutationResolvers['requestSupplement']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) => context.usecases.requestSupplement({ ...subject, note: input.note }));
