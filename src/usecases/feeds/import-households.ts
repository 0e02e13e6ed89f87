import type { InboundMessage } from '#domain/agencies/agency-stores.ts';
import type { HouseholdBatch, HouseholdRow } from '#domain/agencies/inbound-content.ts';
import { ASSISTANCE_CATEGORIES } from '#domain/registry/assistance-record.ts';
import { keyOfRecord } from '#domain/registry/match-review.ts';
import type { Stores } from '#domain/stores.ts';
import { takeRecord } from '#usecases/feeds/take-record.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

interface BadRow {
  readonly rowNumber: number;
  readonly field: string;
  readonly reason: string;
  readonly raw: string;
}

type TakenRow =
  | { readonly end: 'LEAD'; readonly recordKey: string }
  | { readonly end: 'IN_REVIEW' }
  | { readonly end: 'BAD'; readonly row: BadRow };

/**
 * Turns a pushed batch of applicant households into leads for the windows. Each row stands alone: a bad one goes to
 * quarantine with its field and reason, one of which nobody knows whose it is waits for a person, the others are taken. A
 * household that comes again updates its lead.
 */
export async function importHouseholds(
  tx: Stores,
  message: InboundMessage,
  batch: HouseholdBatch,
  deps: UsecaseDependencies,
): Promise<void> {
  const taken: TakenRow[] = [];
  for (const row of batch.rows) taken.push(row.ok ? await takeHousehold(tx, message, row, deps) : unreadable(row));
  const bad = taken.flatMap((each) => (each.end === 'BAD' ? [each.row] : []));
  const leads = taken.flatMap((each) => (each.end === 'LEAD' ? [each.recordKey] : []));
  await tx.matchReviews.supersede(message.agencyCode, leads, deps.clock.now());
  if (batch.declaredCount !== batch.rows.length) {
    const reason = `declared ${batch.declaredCount}, received ${batch.rows.length}`;
    bad.push({ rowNumber: 0, field: 'declaredCount', reason, raw: '' });
  }
  const feedImportId = deps.ids.next();
  await tx.feedImports.insert(
    {
      id: feedImportId,
      agencyCode: message.agencyCode,
      batchNo: batch.batchNo,
      declaredCount: batch.declaredCount,
      receivedCount: batch.rows.length,
      acceptedCount: leads.length,
      inReviewCount: taken.filter(({ end }) => end === 'IN_REVIEW').length,
      importedAt: deps.clock.now(),
    },
    message.id,
    bad.map((row) => ({ id: deps.ids.next(), ...row })),
  );
}

/** Of a row that its connector could not read, exactly what is stored. */
function unreadable({ rowNumber, field, reason, raw }: Extract<HouseholdRow, { ok: false }>): TakenRow {
  return { end: 'BAD', row: { rowNumber, field, reason, raw } };
}

async function takeHousehold(
  tx: Stores,
  { id, agencyCode }: InboundMessage,
  { rowNumber, household }: Extract<HouseholdRow, { ok: true }>,
  deps: UsecaseDependencies,
): Promise<TakenRow> {
  const bad = (field: string, reason: string): TakenRow => ({
    end: 'BAD',
    row: { rowNumber, field, reason, raw: JSON.stringify(household) },
  });
  if (!ASSISTANCE_CATEGORIES.some((known) => known === household.category)) return bad('category', 'CHOICE_INVALID');
  const taken = await takeRecord(tx, household, { agencyCode, kind: 'MESSAGE', id, rowNumber }, deps);
  switch (taken.end) {
    case 'LEAD':
      return { end: 'LEAD', recordKey: keyOfRecord(household) };
    case 'IN_REVIEW':
      return { end: 'IN_REVIEW' };
    case 'DISMISSED':
      return bad('worker', 'MATCH_DISMISSED');
    case 'FAULT':
      return bad(taken.field === 'divisionCode' ? taken.field : `worker.${taken.field}`, taken.reason);
  }
}
