import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import type { FeedCells, FeedDefinition, FeedGround } from '#domain/feeds/feed-definition.ts';
import {
  accepted,
  choiceCell,
  numberAsWrittenCell,
  readingRow,
  refuseCell,
  requiredCell,
  requiredCode,
  textCell,
} from '#domain/feeds/read-cell.ts';
import { parseSettlementAmount } from '#domain/feeds/settlement-amount.ts';
import { createSettlementTally } from '#domain/feeds/settlement-tally.ts';
import { foldCode, parseWallTime } from '#domain/foreign-values.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

/** One settlement or one reversal, in the words of a push, which says the same. Both are statements; nothing is taken back. */
export interface SettlementFeedRow {
  readonly op: 'U';
  readonly said: PushedSettlement;
}

/** infno 交易编号 */
const EVENTS: ReadonlyMap<string, PushedSettlement['event']> = new Map([
  ['2207', 'SETTLED'],
  ['2208', 'REVERSED'],
]);

const open = (name: string) => ({ name, personal: false });
const personal = (name: string) => ({ name, personal: true });

/**
 * The day's settlements and reversals (医保结算文件): what is pushed as trades 2207 and 2208, row by row under the names of
 * the national interface. That there is such a file, and its last record, are agreed with nobody yet (✘).
 */
export const settlementFeed: FeedDefinition<SettlementFeedRow> = {
  feed: 'settlements',
  agencies: ['medical-insurance'],
  encoding: 'utf-8',
  delimiter: ',',
  columns: [
    open('infno'),
    open('setl_id'),
    open('mdtrt_id'),
    personal('psn_no'),
    personal('certno'),
    personal('psn_name'),
    open('insutype'),
    personal('med_type'),
    open('setl_time'),
    personal('medfee_sumamt'),
    personal('fund_pay_sumamt'),
    personal('psn_part_amt'),
  ],
  tally: createSettlementTally,
  readRow: (cells, ground) => readingRow(() => ({ op: 'U', said: readSettlement(cells, ground) })),
};

function readSettlement(cells: FeedCells, ground: FeedGround): PushedSettlement {
  const event = choiceCell(cells, 'infno', EVENTS);
  return {
    kind: 'SETTLEMENT',
    event,
    settlementId: idCell(cells, 'setl_id'),
    visitId: idCell(cells, 'mdtrt_id'),
    residentId: foldCode(numberAsWrittenCell(cells, 'certno', ground) ?? refuseCell('certno', 'EMPTY')),
    name: textCell(cells, 'psn_name'),
    insuranceType: textCell(cells, 'insutype'),
    visitType: textCell(cells, 'med_type'),
    occurredAt: accepted('setl_time', parseWallTime(requiredCode(cells, 'setl_time'))),
    totalAmount: amountCell(cells, 'medfee_sumamt', event),
    fundAmount: amountCell(cells, 'fund_pay_sumamt', event),
    personalAmount: amountCell(cells, 'psn_part_amt', event),
  };
}

/** As written: a push does not fold it either, and both have to name the same. */
function idCell(cells: FeedCells, column: string): string {
  requiredCode(cells, column);
  return requiredCell(cells, column, 64);
}

function amountCell(cells: FeedCells, column: string, event: PushedSettlement['event']): Yuan {
  const amount = parseSettlementAmount(event, requiredCode(cells, column));
  return amount.ok ? amount.value : refuseCell(column, amount.fault);
}
