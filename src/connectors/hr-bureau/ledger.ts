import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { readCount } from '#connectors/kit/foreign-number.ts';
import { presentText } from '#connectors/kit/foreign-text.ts';
import { listOf } from '#connectors/kit/xml-reader.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import {
  LEDGER_STATUS_AFTER,
  type LedgerLine,
  type LedgerPage,
  type LedgerStatus,
} from '#domain/agencies/agency-ledger.ts';
import { eventOfState } from './mapping.ts';
import type { HrLedgerPage, HrLedgerRow } from './schema.ts';

/** What no result ever says, since it is the answer to what we sent. */
const RECEIPTS: ReadonlyMap<string, LedgerStatus> = new Map([
  ['已登记', 'RECEIVED'],
  ['补正材料已收', 'RECEIVED'],
  ['已撤回', 'RECALLED'],
]);

export function ledgerPageOf(page: HrLedgerPage, cursor: string): LedgerPage {
  const rows = page.明细列表 === '' ? [] : listOf(page.明细列表.明细);
  if (rows.length !== readCount(page.数量, '数量'))
    throw new AgencyMessageUnreadableError('明细列表: not as long as 数量');
  const more = page.是否还有 === '是';
  // A cursor that stands still would read the same page for ever.
  if (more && Number(page.下一游标) <= Number(cursor)) throw new AgencyMessageUnreadableError('下一游标: stands still');
  return {
    lines: rows.map(lineOf),
    total: readCount(page.总数, '总数') ?? 0,
    nextCursor: more ? page.下一游标 : undefined,
  };
}

function lineOf(row: HrLedgerRow): LedgerLine {
  const references = [presentText(row.案号), presentText(row.收件编号)];
  return {
    key: row.外部流水号,
    referralId: presentText(row.转办单号),
    status: RECEIPTS.get(row.办理状态.trim()) ?? LEDGER_STATUS_AFTER[eventOfState(row.办理状态)],
    references: references.filter((reference) => reference !== undefined),
    at: readWallTime(row.登记时间, '登记时间'),
  };
}
