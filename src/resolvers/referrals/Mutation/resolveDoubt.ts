import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const resolveDoubt: NonNullable<MutationResolvers['resolveDoubt']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.resolveDoubt({ ...subject, recorded: input.recorded, note: input.note }),
  );
