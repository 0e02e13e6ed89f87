import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const resendReferral: NonNullable<MutationResolvers['resendReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.resendReferral({ ...subject, note: input.note, form: input.form ?? undefined }),
  );
