import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { PersonLink } from '#domain/registry/person-link.ts';
import type { Stores } from '#domain/stores.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface SplitPeopleInput {
  readonly idempotencyKey: string;
  readonly linkId: string;
  readonly reason: string;
}

/** Says that two linked entries are not one person after all, and that nobody is to suggest it again. Idempotent by its key. */
export function splitPeople(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: SplitPeopleInput,
): Promise<OnceResult<{ linkId: string }>> {
  const { idempotencyKey, ...rest } = input;
  return once(deps, { viewer, operation: 'splitPeople', idempotencyKey, input: rest }, async (tx) => {
    const reason = checkNote(input.reason, ['reason']);
    const link = await tx.personLinks.take(input.linkId);
    if (!link || !(await maySee(tx, viewer, link))) refuse('NOT_FOUND', ['linkId']);
    if (link.status !== 'LINKED') refuse('TRANSITION_REFUSED', ['linkId'], { currentStatus: link.status });
    await tx.personLinks.split(link.id, { by: viewer.subject, at: deps.clock.now(), reason });
    return { linkId: link.id };
  });
}

async function maySee(tx: Stores, viewer: Viewer, { keepId, mergeId }: PersonLink): Promise<boolean> {
  const scope = rowScopeOf(viewer);
  return Boolean((await tx.people.find(scope, keepId)) && (await tx.people.find(scope, mergeId)));
}
