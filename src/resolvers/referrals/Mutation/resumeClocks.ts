import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const resumeClocks: NonNullable<MutationResolvers['resumeClocks']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.resumeClocks({ ...subject, cause: input.cause, note: input.note }),
  );
