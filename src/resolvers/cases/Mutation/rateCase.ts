import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const rateCase: NonNullable<MutationResolvers['rateCase']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.rateCase({
      idempotencyKey: input.idempotencyKey,
      caseId: requireRowId('Case', input.caseId, 'caseId'),
      score: input.score,
      comment: input.comment ?? undefined,
    });
    return { case: (await usecases.findCase(result.caseId)) ?? null, replayed };
  });
