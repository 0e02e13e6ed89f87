import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const discardRow: NonNullable<MutationResolvers['discardRow']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.discardRow({
      idempotencyKey: input.idempotencyKey,
      rowId: requireRowId('QuarantinedRow', input.rowId, 'rowId'),
      note: input.note,
    });
    return { row: (await usecases.findQuarantinedRow(result.rowId)) ?? null, replayed };
  });
