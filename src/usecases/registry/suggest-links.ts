import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { LINK_SUGGESTED_FROM } from '#domain/registry/match-weights.ts';
import { comparableOf, scoreCandidates, type ScoredPerson } from '#domain/registry/score-candidates.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Entries that may be the same person, the best first; undefined for somebody the viewer may not see. Those already linked
 * are left out, and so is whoever a person has said to be somebody else.
 */
export async function suggestLinks(
  { stores }: UsecaseDependencies,
  viewer: Viewer,
  personId: string,
): Promise<readonly ScoredPerson[] | undefined> {
  const person = await stores.people.find(rowScopeOf(viewer), personId);
  const self = person && (await stores.candidates.known(person.id));
  if (!self) return undefined;
  const search = { ...comparableOf(self), name: self.person.name, divisionCode: self.person.divisionCode };
  const [found, differ, links] = await Promise.all([
    stores.candidates.find(search),
    stores.personLinks.knownToDiffer(personId),
    stores.personLinks.active([personId]),
  ]);
  const excluded = new Set([personId, ...differ, ...links.flatMap(({ keepId, mergeId }) => [keepId, mergeId])]);
  return scoreCandidates(
    comparableOf(self),
    found.filter(({ person: { id } }) => !excluded.has(id)),
    LINK_SUGGESTED_FROM,
  );
}
