import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const correctRow: NonNullable<MutationResolvers['correctRow']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.correctRow({
      idempotencyKey: input.idempotencyKey,
      rowId: requireRowId('QuarantinedRow', input.rowId, 'rowId'),
      corrections: input.corrections,
      note: input.note,
    });
    return { row: (await usecases.findQuarantinedRow(result.rowId)) ?? null, replayed };
  });
