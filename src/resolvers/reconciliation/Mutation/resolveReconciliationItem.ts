import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const resolveReconciliationItem: NonNullable<MutationResolvers['resolveReconciliationItem']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const itemId = requireRowId('ReconciliationItem', input.itemId, 'itemId');
    const { result, replayed } = await usecases.resolveReconciliationItem({ ...input, itemId });
    return { item: (await usecases.findReconciliationItem(result.itemId)) ?? null, replayed };
  });
