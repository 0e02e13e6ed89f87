import { createReturnTally } from '#domain/feeds/bank-return-tally.ts';
import type { BankReturnResult } from '#domain/feeds/bank-return.ts';
import type { FeedCells, FeedDefinition } from '#domain/feeds/feed-definition.ts';
import {
  choiceCell,
  codeCell,
  dateCell,
  readingRow,
  refuseCell,
  requiredCode,
  yuanCell,
} from '#domain/feeds/read-cell.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import { effectIdOf } from '#domain/referrals/referral.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

/** One payment of a return file (回盘). There are no tombstones: what a bank has paid it cannot unsay. */
export interface BankReturnRow {
  readonly op: 'U';
  readonly batchNo: string;
  readonly effectId: string;
  readonly amount: Yuan;
  readonly result: BankReturnResult;
  readonly reasonCode?: string | undefined;
  readonly paidOn?: LocalDate | undefined;
}

/** 处理结果 */
const RESULTS: ReadonlyMap<string, BankReturnResult> = new Map([
  ['成功', 'PAID'],
  ['失败', 'BANK_RETURNED'],
]);

const open = (name: string) => ({ name, personal: false });
const personal = (name: string) => ({ name, personal: true });

/**
 * 银行回盘文件: what became of the payments of a batch, usually the next day (✘, no national form is known). The last
 * record is a trailer: 合计, rows, sum of all amounts, rows that were paid, rows that came back.
 */
export const bankReturnFeed: FeedDefinition<BankReturnRow> = {
  feed: 'bank-returns',
  agencies: ['bank'],
  encoding: 'gb18030',
  delimiter: ',',
  columns: [
    open('批次号'),
    open('业务流水号'),
    personal('户名'),
    personal('卡号'),
    open('金额'),
    open('处理结果'),
    open('失败原因码'),
    // Free text, in which banks repeat whose account it is.
    personal('失败原因'),
    open('入账日期'),
  ],
  tally: createReturnTally,
  readRow: (cells) => readingRow(() => read(cells)),
};

function read(cells: FeedCells): BankReturnRow {
  const result = choiceCell(cells, '处理结果', RESULTS);
  const reasonCode = codeCell(cells, '失败原因码', 10);
  const paidOn = dateCell(cells, '入账日期');
  if (reasonCode !== undefined && !/^[0-9A-Z]+$/.test(reasonCode)) refuseCell('失败原因码', 'BAD_FORM');
  if (result === 'PAID' && paidOn === undefined) refuseCell('入账日期', 'EMPTY');
  if (result === 'PAID' && reasonCode !== undefined) refuseCell('失败原因码', 'END_UNCLEAR');
  if (result === 'BANK_RETURNED' && reasonCode === undefined) refuseCell('失败原因码', 'EMPTY');
  return {
    op: 'U',
    batchNo: requiredCode(cells, '批次号'),
    effectId: effectIdOf(requiredCode(cells, '业务流水号')) ?? refuseCell('业务流水号', 'SERIAL_UNKNOWN'),
    amount: yuanCell(cells, '金额') ?? refuseCell('金额', 'EMPTY'),
    result,
    reasonCode,
    paidOn: result === 'PAID' ? paidOn : undefined,
  };
}
