import { type MatchRecord, personInRecord, type RecordSource } from '#domain/registry/match-review.ts';
import type { Stores } from '#domain/stores.ts';
import { keepLead } from '#usecases/feeds/keep-lead.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { identifyPerson, openMatchReview } from '#usecases/registry/index.ts';

export type TakenRecord =
  | { readonly end: 'LEAD'; readonly leadId: string }
  /** Nobody may say but a person, who has been asked. */
  | { readonly end: 'IN_REVIEW'; readonly reviewId: string }
  /** A person has said before that these words about this record are to be left aside. */
  | { readonly end: 'DISMISSED'; readonly reviewId: string }
  /** `field` is `name`, `residentId` or `divisionCode`; the reason is a code. */
  | { readonly end: 'FAULT'; readonly field: string; readonly reason: string };

/**
 * Takes one record of an agency, whichever way it came: by its exact number at once, else as a person has said or will say.
 * Repeating is harmless. Whoever takes records calls `matchReviews.supersede` with those
 * that became leads, many at once: the agency has said meanwhile whose they are.
 */
export async function takeRecord(
  tx: Stores,
  record: MatchRecord,
  source: RecordSource,
  deps: UsecaseDependencies,
): Promise<TakenRecord> {
  const identified = await identifyPerson(tx, personInRecord(record), record.divisionCode, deps);
  if (identified.end === 'FAULT') return identified;
  if (identified.end === 'PERSON') {
    return { end: 'LEAD', leadId: await keepLead(tx, record, identified, source, deps) };
  }
  const { id: reviewId, status, decision } = await openMatchReview(tx, record, identified, source, deps);
  if (status === 'DISMISSED') return { end: 'DISMISSED', reviewId };
  if (decision?.personId === undefined) return { end: 'IN_REVIEW', reviewId };
  const owner = {
    personId: decision.personId,
    matched: status === 'CONFIRMED',
    divisionCode: identified.divisionCode,
  };
  return { end: 'LEAD', leadId: await keepLead(tx, record, owner, source, deps) };
}
