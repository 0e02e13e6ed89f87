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
import { formatDocketNumber, parseDocketNumber } from '#domain/registry/docket-number.ts';
import { PROGRESS } from './progress.ts';
import type { CourtLedgerPage, CourtProgress } from './schema.ts';

/** What no message ever says, since it is the answer to what we sent. */
const RECEIPTS: ReadonlyMap<string, LedgerStatus> = new Map([
  ['材料已接收', 'RECEIVED'],
  ['补正材料已接收', 'RECEIVED'],
  ['已撤回', 'RECALLED'],
]);

/** 申请类型 as the messages about it are titled; without one it is a filing. */
const TITLES: ReadonlyMap<string, CourtProgress['xxlx']> = new Map([
  ['', '立案进度'],
  ['诉前调解', '调解进度'],
  ['司法确认', '司法确认进度'],
]);

/** Pages are numbered; the number of the next one is the cursor. */
export function ledgerPageOf({ data }: CourtLedgerPage): LedgerPage {
  const { total, totalPages, pageNum, list } = data;
  if (pageNum < totalPages && list.length === 0) throw new AgencyMessageUnreadableError('data.list: an empty page');
  return {
    lines: list.map(lineOf),
    total,
    nextCursor: pageNum < totalPages ? String(pageNum + 1) : undefined,
  };
}

function lineOf(row: CourtLedgerPage['data']['list'][number]): LedgerLine {
  const number = presentText(row.ah);
  const docket = number === undefined ? undefined : parseDocketNumber(number);
  const references = [docket?.ok ? formatDocketNumber(docket.value) : number, presentText(row.jsbh)];
  return {
    key: row.wybs,
    referralId: presentText(row.zbdh),
    status: statusOf(row.ajzt.trim(), presentText(row.sqlx) ?? ''),
    references: references.filter((reference) => reference !== undefined),
    at: readWallTime(row.sjsj, 'sjsj'),
  };
}

function statusOf(word: string, matter: string): LedgerStatus {
  return (
    RECEIPTS.get(word) ?? LEDGER_STATUS_AFTER[readWord(PROGRESS[readWord(TITLES, matter, 'sqlx')], word, 'ajzt').event]
  );
}
