import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const extendDeadline: NonNullable<MutationResolvers['extendDeadline']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.extendDeadline({ ...subject, clock: input.clock, length: input.length, ground: input.ground }),
  );
