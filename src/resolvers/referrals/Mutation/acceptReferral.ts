import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const acceptReferral: NonNullable<MutationResolvers['acceptReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.acceptReferral({ ...subject, agencyReference: input.agencyReference ?? undefined }),
  );
