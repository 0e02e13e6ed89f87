import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { Person } from '#domain/registry/person.ts';
import { parseResidentId } from '#domain/registry/resident-id.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Finds who carries a number, if the viewer may see them. Throws RequestRefusedError for a number that cannot be one. */
export async function findPersonByResidentId(
  deps: UsecaseDependencies,
  viewer: Viewer,
  text: string,
): Promise<Person | undefined> {
  const residentId = parseResidentId(text, localDateOf(deps.clock.now()));
  if (!residentId.ok) refuse('RESIDENT_ID_INVALID', ['residentId']);
  const person = await deps.stores.people.findByResidentId(residentId.value);
  return person && deps.stores.people.find(rowScopeOf(viewer), person.id);
}
