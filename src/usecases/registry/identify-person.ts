import { localDateOf } from '#domain/referrals/local-date.ts';
import { decideIdentity } from '#domain/registry/decide-identity.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import { type IncomingIdentity, type PushedPerson, readIdentity } from '#domain/registry/incoming-identity.ts';
import type { MatchReviewReason } from '#domain/registry/match-review.ts';
import type { CandidateSearch } from '#domain/registry/match-stores.ts';
import type { Person } from '#domain/registry/person.ts';
import { isDemoResidentId, sexOf } from '#domain/registry/resident-id.ts';
import {
  type Comparable,
  type KnownPerson,
  type ScoredPerson,
  scoreCandidates,
} from '#domain/registry/score-candidates.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export type Identified =
  | { readonly end: 'PERSON'; readonly personId: string; readonly matched: boolean; readonly divisionCode: string }
  | {
      readonly end: 'REVIEW';
      readonly reason: MatchReviewReason;
      readonly candidates: readonly ScoredPerson[];
      readonly divisionCode: string;
    }
  /** `field` is `name`, `residentId` or `divisionCode`; the reason is a code. */
  | { readonly end: 'FAULT'; readonly field: string; readonly reason: string };

/**
 * Whom an agency speaks of. Whoever carries the exact number; someone new, entered in the register, when nobody does and
 * nobody looks the same; in every other case a person has to say. Nobody's entry is ever changed.
 */
export async function identifyPerson(
  tx: Stores,
  pushed: PushedPerson,
  division: string,
  deps: UsecaseDependencies,
): Promise<Identified> {
  const code = parseDivisionCode(division);
  if (!code.ok || (await tx.divisions.withAncestors(code.value)).length === 0)
    return { end: 'FAULT', field: 'divisionCode', reason: 'DIVISION_UNKNOWN' };
  const divisionCode = code.value;
  const incoming = readIdentity(pushed, divisionCode, localDateOf(deps.clock.now()));
  const { residentId } = incoming;
  if (residentId.ok && deps.production && isDemoResidentId(residentId.value))
    return { end: 'FAULT', field: 'residentId', reason: 'TEST_IDENTITY_IN_LIVE' };
  const holder = residentId.ok ? await tx.people.findByResidentId(residentId.value) : undefined;
  const candidates = await candidatesFor(tx, incoming, holder);
  const decision = decideIdentity(incoming, holder, candidates);
  switch (decision.kind) {
    case 'PERSON':
      return { end: 'PERSON', personId: decision.personId, matched: true, divisionCode };
    case 'REVIEW':
      return { end: 'REVIEW', reason: decision.reason, candidates, divisionCode };
    case 'FAULT':
      return { end: 'FAULT', field: decision.field, reason: decision.reason };
    case 'NEW': {
      const entry: Person = {
        id: deps.ids.next(),
        name: decision.name,
        residentId: decision.residentId,
        phone: incoming.phone,
        sex: sexOf(decision.residentId),
        divisionCode,
      };
      const person = await tx.people.insertOrFind(entry, deps.clock.now());
      // Another transaction was faster: then the number is known, and is looked at as a known one.
      if (person.id !== entry.id) return identifyPerson(tx, pushed, division, deps);
      return { end: 'PERSON', personId: person.id, matched: false, divisionCode };
    }
  }
}

/** Asked only as far as the answer matters: most rows have a number that decides. */
async function candidatesFor(
  tx: Stores,
  incoming: IncomingIdentity,
  holder: Person | undefined,
): Promise<readonly ScoredPerson[]> {
  const search: CandidateSearch = {
    name: incoming.legibleName,
    birthDate: incoming.birthDate,
    phone: incoming.phone,
    divisionCode: incoming.divisionCode,
  };
  if (holder) return scored(incoming, [await tx.candidates.known(holder.id)], 0);
  if (incoming.residentId.ok && (await tx.candidates.findAlike(search)).length === 0) return [];
  return scored(incoming, await tx.candidates.find(search));
}

function scored(
  incoming: IncomingIdentity,
  known: readonly (KnownPerson | undefined)[],
  from?: number,
): readonly ScoredPerson[] {
  const comparable: Comparable = {
    name: incoming.legibleName,
    birthDate: incoming.birthDate,
    phone: incoming.phone,
    divisionCode: incoming.divisionCode,
    employers: incoming.employer ? [incoming.employer] : [],
  };
  return scoreCandidates(
    comparable,
    known.filter((each) => each !== undefined),
    from,
  );
}
