import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface DiscardRowInput {
  readonly idempotencyKey: string;
  readonly rowId: string;
  readonly note: string;
}

/** Ends a row in quarantine without taking it; its raw text stays, with who said why. Idempotent by its key. */
export async function discardRow(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: DiscardRowInput,
): Promise<OnceResult<{ rowId: string }>> {
  const note = checkNote(input.note, ['note']);
  return once(deps, { viewer, operation: 'discardRow', idempotencyKey, input }, async (tx) => {
    const row = await tx.quarantine.find(input.rowId);
    if (!row) refuse('NOT_FOUND', ['rowId']);
    if (!(await tx.quarantine.discard(row.id, viewer.subject, note, deps.clock.now())))
      refuse('TRANSITION_REFUSED', ['rowId'], { currentStatus: row.status });
    return { rowId: row.id };
  });
}
