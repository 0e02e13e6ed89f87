import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const returnReferral: NonNullable<MutationResolvers['returnReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.returnReferral({ ...subject, reasonCode: input.reasonCode, note: input.note ?? undefined }),
  );
