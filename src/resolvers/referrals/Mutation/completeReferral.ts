import type { MutationResolvers } from '#generated/graphql.ts';
import { changingReferral } from '../change-referral.ts';

export const completeReferral: NonNullable<MutationResolvers['completeReferral']> = (_parent, { input }, context) =>
  changingReferral(input, context, (subject) =>
    context.usecases.completeReferral({
      ...subject,
      outcome: input.outcome,
      terminationReason: input.terminationReason ?? undefined,
      agreementKind: input.agreementKind ?? undefined,
      amount: input.amount ?? undefined,
      undisputedFacts: input.undisputedFacts ?? undefined,
      agencyReference: input.agencyReference ?? undefined,
      note: input.note ?? undefined,
    }),
  );
