import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const withdrawCase: NonNullable<MutationResolvers['withdrawCase']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.withdrawCase({
      idempotencyKey: input.idempotencyKey,
      caseId: requireRowId('Case', input.caseId, 'caseId'),
      reason: input.reason,
    });
    return { case: (await usecases.findCase(result.caseId)) ?? null, replayed };
  });
