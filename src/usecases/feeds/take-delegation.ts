import type { InboundMessage } from '#domain/agencies/agency-stores.ts';
import type { CourtDelegation } from '#domain/agencies/inbound-content.ts';
import { keyOfRecord } from '#domain/registry/match-review.ts';
import type { Stores } from '#domain/stores.ts';
import { takeRecord } from '#usecases/feeds/take-record.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Turns a court's letter of delegation into a lead: whether the union mediates is for the worker to agree to, so a person
 * speaks to them before there is a case. A letter that comes again is the same lead; one of which nobody knows whose it is
 * waits for a person. Answers why it cannot be taken.
 */
export async function takeDelegation(
  tx: Stores,
  { id, agencyCode }: InboundMessage,
  letter: CourtDelegation,
  deps: UsecaseDependencies,
): Promise<string | undefined> {
  const taken = await takeRecord(tx, letter, { agencyCode, kind: 'MESSAGE', id, rowNumber: 1 }, deps);
  if (taken.end === 'FAULT') return `${taken.field}: ${taken.reason}`;
  if (taken.end === 'DISMISSED') return 'worker: MATCH_DISMISSED';
  if (taken.end === 'LEAD') await tx.matchReviews.supersede(agencyCode, [keyOfRecord(letter)], deps.clock.now());
  return undefined;
}
