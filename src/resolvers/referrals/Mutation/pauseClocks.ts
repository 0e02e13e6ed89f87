import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const pauseClocks: NonNullable<MutationResolvers['pauseClocks']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.pauseClocks({ ...subject, cause: input.cause, note: input.note }),
  );
