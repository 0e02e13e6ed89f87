import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { ItemResolution } from '#domain/reconciliation/difference.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface ResolveItemInput {
  readonly idempotencyKey: string;
  readonly itemId: string;
  readonly resolution: ItemResolution;
  readonly note: string;
}

/**
 * A person says what was done about a difference. Said to be put right, it is open again when a later run still finds it;
 * said to be no fault, it stays resolved. Idempotent by its key; throws RequestRefusedError.
 */
export function resolveReconciliationItem(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...rest }: ResolveItemInput,
): Promise<OnceResult<{ itemId: string }>> {
  const input = { ...rest, note: checkNote(rest.note, ['note']) };
  // Only a run that looked may say so.
  if (input.resolution === 'GONE') refuse('CHOICE_INVALID', ['resolution']);
  return once(deps, { viewer, operation: 'resolveReconciliationItem', idempotencyKey, input }, async (tx) => {
    const item = await tx.reconciliationItems.take(rowScopeOf(viewer), input.itemId);
    if (!item) refuse('NOT_FOUND', ['itemId']);
    if (item.state === 'RESOLVED') refuse('TRANSITION_REFUSED', ['itemId'], { currentStatus: item.state });
    const { resolution, note } = input;
    await tx.reconciliationItems.resolve(item.id, { resolution, note, by: viewer.subject, at: deps.clock.now() });
    return { itemId: item.id };
  });
}
