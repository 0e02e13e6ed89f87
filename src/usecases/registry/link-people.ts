import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { refuseLink } from '#domain/registry/person-link.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface LinkPeopleInput {
  readonly idempotencyKey: string;
  readonly keepId: string;
  readonly mergeId: string;
  readonly reason: string;
}

/** Says that two entries are one person. Nothing is moved, so that `splitPeople` undoes it. Idempotent by its key. */
export function linkPeople(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: LinkPeopleInput,
): Promise<OnceResult<{ linkId: string }>> {
  const { idempotencyKey, ...rest } = input;
  const { keepId, mergeId } = input;
  return once(deps, { viewer, operation: 'linkPeople', idempotencyKey, input: rest }, async (tx) => {
    const reason = checkNote(input.reason, ['reason']);
    const scope = rowScopeOf(viewer);
    if (!(await tx.people.find(scope, keepId))) refuse('NOT_FOUND', ['keepId']);
    if (!(await tx.people.find(scope, mergeId))) refuse('NOT_FOUND', ['mergeId']);
    // Locked before the links are read: of two who link the same entries at once the second sees what the first did.
    await tx.personLinks.lockPeople([keepId, mergeId]);
    if (refuseLink(keepId, mergeId, await tx.personLinks.active([keepId, mergeId]))) {
      refuse('PEOPLE_NOT_LINKABLE', ['mergeId']);
    }
    const linkId = deps.ids.next();
    const at = deps.clock.now();
    await tx.personLinks.insert({
      id: linkId,
      keepId,
      mergeId,
      status: 'LINKED',
      reason,
      linkedBy: viewer.subject,
      linkedAt: at,
    });
    return { linkId };
  });
}
