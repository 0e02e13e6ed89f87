import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const reportStage: NonNullable<MutationResolvers['reportStage']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.reportStage({
      ...subject,
      event: input.event,
      allPartiesAgree: input.allPartiesAgree ?? undefined,
      note: input.note ?? undefined,
    }),
  );
