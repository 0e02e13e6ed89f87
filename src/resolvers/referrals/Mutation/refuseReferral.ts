import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const refuseReferral: NonNullable<MutationResolvers['refuseReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.refuseReferral({ ...subject, reasonCode: input.reasonCode, note: input.note ?? undefined }),
  );
