import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { readCount } from '#connectors/kit/foreign-number.ts';
import { presentText } from '#connectors/kit/foreign-text.ts';
import { listOf } from '#connectors/kit/xml-reader.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { LedgerLine, LedgerPage } from '#domain/agencies/agency-ledger.ts';
import { ledgerStatusOf } from './mapping.ts';
import type { BankLedgerPage, BankLedgerRow } from './schema.ts';

export function ledgerPageOf(page: BankLedgerPage, cursor: string): LedgerPage {
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

function lineOf(row: BankLedgerRow): LedgerLine {
  const reference = presentText(row.受理编号);
  return {
    key: row.业务流水号,
    referralId: presentText(row.委托编号),
    status: ledgerStatusOf(row.状态),
    references: reference === undefined ? [] : [reference],
    at: readWallTime(row.受理时间, '受理时间'),
  };
}
