import { presentText } from '#connectors/kit/foreign-text.ts';
import type { GraphqlOperation } from '#connectors/kit/graphql.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import { LEDGER_STATUS_AFTER, type LedgerPage, type LedgerStatus } from '#domain/agencies/agency-ledger.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import { PROGRESS } from './mapping.ts';
import type { AidLedgerPage } from './schema.ts';

const LEDGER = `query ApplicationLedger($day: String!, $after: String) {
  applicationLedger(day: $day, after: $after) {
    total
    entries { idempotencyKey referralNo applicationNo status recordedAt }
    next
  }
}`;

/** Whole: a page with an error beside it may lack what the error is about. */
export function ledgerQuestion(day: LocalDate, after: string | undefined): GraphqlOperation {
  return { document: LEDGER, variables: { day, after: after ?? null }, at: 'applicationLedger', whole: true };
}

/** What no progress message ever says, since it is the answer to what we sent. */
const RECEIPTS: ReadonlyMap<string, LedgerStatus> = new Map([
  ['已登记', 'RECEIVED'],
  ['已补充', 'RECEIVED'],
  ['已撤回', 'RECALLED'],
]);

export function ledgerPageOf({ total, entries, next }: AidLedgerPage): LedgerPage {
  return {
    total,
    lines: entries.map((entry) => {
      const reference = presentText(entry.applicationNo);
      return {
        key: entry.idempotencyKey,
        referralId: presentText(entry.referralNo),
        status:
          RECEIPTS.get(entry.status.trim()) ?? LEDGER_STATUS_AFTER[readWord(PROGRESS, entry.status, 'status').event],
        references: reference === undefined ? [] : [reference],
        at: entry.recordedAt ? new Date(entry.recordedAt) : undefined,
      };
    }),
    nextCursor: next ?? undefined,
  };
}
