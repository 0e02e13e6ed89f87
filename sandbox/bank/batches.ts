import { compactBeijingTime } from '../kit/beijing-time.ts';
import type { Office } from '../kit/office.ts';
import type { Matter, Register } from '../kit/register.ts';
import { endFor } from './scenarios.ts';
import { RECEIVED, SENT } from './trade.ts';

export interface Batch {
  /** DF20261121-01 */
  readonly batchNo: string;
  /** In order of arrival, revoked ones included. */
  readonly orders: readonly Matter[];
}

/** Every batch there was, oldest first. What a batch is follows from the numbers of its orders alone. */
export function batchesOf(register: Register): readonly Batch[] {
  const orders = [...register.matters.values()];
  return [...Map.groupBy(orders, ({ intakeNumber }) => intakeNumber.slice(0, intakeNumber.lastIndexOf('-')))].map(
    ([batchNo, matters]) => ({ batchNo, orders: matters }),
  );
}

/** The batch that an order of now goes into: the last one of the day, or the next if that was sent. */
export function openBatch(register: Register, now: Date): Batch {
  const day = `DF${compactBeijingTime(now).slice(0, 8)}`;
  const today = batchesOf(register).filter(({ batchNo }) => batchNo.startsWith(day));
  const last = today.at(-1);
  if (last && !last.orders.some(isSent)) return last;
  return { batchNo: `${day}-${String(today.length + 1).padStart(2, '0')}`, orders: [] };
}

/** Whoever is in it can no longer be revoked. Sending twice changes nothing. */
export function sendBatch(office: Office, { orders }: Batch): void {
  for (const order of orders) if (order.status === RECEIVED && !order.over) office.answer(order, SENT, {}, true);
}

/** Pays what can be paid, once. */
export function settleBatch(office: Office, batch: Batch): void {
  sendBatch(office, batch);
  for (const order of batch.orders) {
    if (order.over) continue;
    const { status, details } = endFor(cardOf(office.register, order));
    office.answer(order, status, details, true);
  }
}

function cardOf(register: Register, order: Matter): string {
  return register.effectOf(order.key)?.order?.['卡号'] ?? '';
}

function isSent({ status }: Matter): boolean {
  return status !== RECEIVED;
}
