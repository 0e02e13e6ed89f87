import type { ParseFault } from '#domain/parse-result.ts';
import type { IncomingIdentity } from '#domain/registry/incoming-identity.ts';
import type { MatchReviewReason } from '#domain/registry/match-review.ts';
import { isDamagedName, matchingName, type PersonName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { looksAlike, type ScoredPerson } from '#domain/registry/score-candidates.ts';

/** Who is meant; or that a person has to say; or that there is nothing to go by. */
export type IdentityDecision =
  | { readonly kind: 'PERSON'; readonly personId: string }
  | { readonly kind: 'NEW'; readonly residentId: ResidentId; readonly name: PersonName }
  | { readonly kind: 'REVIEW'; readonly reason: MatchReviewReason }
  | { readonly kind: 'FAULT'; readonly field: 'name' | 'residentId'; readonly reason: ParseFault };

/**
 * A whole number with a right check digit decides alone; below it nothing is ever linked by itself, however well the rest
 * agrees. `holder` carries the number in the register; `candidates` are those the rest could mean.
 */
export function decideIdentity(
  incoming: IncomingIdentity,
  holder: Person | undefined,
  candidates: readonly ScoredPerson[],
): IdentityDecision {
  const { residentId, name, legibleName } = incoming;
  if (!residentId.ok) {
    if (legibleName === undefined && candidates.length === 0) {
      return { kind: 'FAULT', field: 'residentId', reason: residentId.fault };
    }
    return { kind: 'REVIEW', reason: REASON_OF[residentId.fault] ?? 'NUMBER_WRONG' };
  }
  if (holder) {
    return contradicts(legibleName, holder.name)
      ? { kind: 'REVIEW', reason: 'NAME_DIFFERS' }
      : { kind: 'PERSON', personId: holder.id };
  }
  if (candidates.some(looksAlike)) return { kind: 'REVIEW', reason: 'NUMBER_DIFFERS' };
  if (!name.ok) return { kind: 'FAULT', field: 'name', reason: name.fault };
  return { kind: 'NEW', residentId: residentId.value, name: name.value };
}

const REASON_OF: Partial<Record<ParseFault, MatchReviewReason>> = {
  EMPTY: 'NUMBER_MISSING',
  MASKED: 'NUMBER_MASKED',
  LEGACY_FORM: 'NUMBER_LEGACY',
};

/** A name that was masked, or lost its rare characters on the way, says nothing against the number. */
function contradicts(incoming: PersonName | undefined, known: PersonName): boolean {
  return incoming !== undefined && !isDamagedName(known) && matchingName(incoming) !== matchingName(known);
}
