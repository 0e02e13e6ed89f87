import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { presentText } from '#connectors/kit/foreign-text.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import {
  LEDGER_STATUS_AFTER,
  type LedgerLine,
  type LedgerPage,
  type LedgerStatus,
} from '#domain/agencies/agency-ledger.ts';
import { STATES } from './mapping.ts';
import type { CivilLedgerPage } from './schema.ts';

/** What no result ever says, since it is the answer to what we sent. */
const RECEIPTS: ReadonlyMap<string, LedgerStatus> = new Map([
  ['已接收', 'RECEIVED'],
  ['补充材料已接收', 'RECEIVED'],
  ['已撤销', 'RECALLED'],
]);

/** Pages are numbered; the number of the next one is the cursor. */
export function ledgerPageOf({ total, pages, pageNo, rows }: CivilLedgerPage): LedgerPage {
  if (pageNo < pages && rows.length === 0) throw new AgencyMessageUnreadableError('data.rows: an empty page');
  return { lines: rows.map(lineOf), total, nextCursor: pageNo < pages ? String(pageNo + 1) : undefined };
}

function lineOf(row: CivilLedgerPage['rows'][number]): LedgerLine {
  const reference = presentText(row.checkNo);
  return {
    key: row.outerNo,
    referralId: presentText(row.referralNo),
    status: RECEIPTS.get(row.state.trim()) ?? LEDGER_STATUS_AFTER[readWord(STATES, row.state, 'state').event],
    references: reference === undefined ? [] : [reference],
    at: readWallTime(row.createTime, 'createTime'),
  };
}
