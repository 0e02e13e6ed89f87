import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const provideSupplement: NonNullable<MutationResolvers['provideSupplement']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.provideSupplement({ ...subject, note: input.note, form: input.form ?? undefined }),
  );
