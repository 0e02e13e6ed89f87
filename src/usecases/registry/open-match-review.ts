import {
  keyOfRecord,
  type MatchRecord,
  type MatchReview,
  personInRecord,
  type RecordSource,
} from '#domain/registry/match-review.ts';
import { matchingName } from '#domain/registry/person-name.ts';
import type { Stores } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import type { Identified } from '#usecases/registry/identify-person.ts';

/**
 * Puts a record before the window that has to say whose it is. The same words about the same record are one question
 * however often an agency repeats them: answered once, its answer comes back.
 */
export function openMatchReview(
  tx: Stores,
  record: MatchRecord,
  { reason, candidates, divisionCode }: Extract<Identified, { end: 'REVIEW' }>,
  source: RecordSource,
  deps: UsecaseDependencies,
): Promise<MatchReview> {
  return tx.matchReviews.open({
    id: deps.ids.next(),
    agencyCode: source.agencyCode,
    recordKey: keyOfRecord(record),
    record,
    source,
    reason,
    candidates,
    divisionCode,
    identityDigest: identityDigestOf(record, deps),
    receivedAt: deps.clock.now(),
  });
}

function identityDigestOf(record: MatchRecord, deps: UsecaseDependencies): string {
  const { name, residentId, phone = '', birthDate = '' } = personInRecord(record);
  return deps.digest.keyed(
    JSON.stringify([matchingName(name), residentId.trim().toUpperCase(), phone.trim(), birthDate]),
  );
}
