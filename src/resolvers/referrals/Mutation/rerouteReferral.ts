import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const rerouteReferral: NonNullable<MutationResolvers['rerouteReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) => context.usecases.rerouteReferral({ ...subject, note: input.note }));
