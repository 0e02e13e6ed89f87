import { randomUUID } from 'node:crypto';
import { compactBeijingTime } from '../kit/beijing-time.ts';
import { withBody } from '../kit/control.ts';
import type { Office } from '../kit/office.ts';
import { readPeople, type Person } from '../kit/people.ts';
import { json, type Handler } from '../kit/wire.ts';
import { written } from './envelope.ts';
import { FAULTS, settlementInfo, type Fault, type Settlement } from './settlement.ts';

export type Body = Readonly<Record<string, unknown>>;

/**
 * `POST /_control/push-settlement`: tells the bureau to push a settlement (2207) or, with `reversed`, its reversal (2208)
 * now. The same settlement again goes out with the bytes it had, in a webhook of its own.
 */
export function pushSettlement(office: Office): Handler {
  return withBody((body) => {
    const settlementId = text(body, 'settlementId') ?? nextNumber(office, 'S');
    const reversed = body['reversed'] === true;
    const infno = reversed ? '2208' : '2207';
    const earlier = pushed(office, infno, settlementId);
    if (earlier) {
      office.push(`${infno} ${settlementId}`, earlier);
      return json(200, { settlementId, repeated: true });
    }
    const settlement = settlementOf(office, settlementId, body);
    const input = { setlinfo: settlementInfo(settlement, reversed, faultOf(body)) };
    office.push(`${infno} ${settlementId}`, written(infno, newMsgid(), new Date(), input));
    return json(200, { settlementId, visitId: settlement.visitId });
  });
}

/** Throws RangeError naming the field that cannot be used. */
export function settlementOf(office: Office, settlementId: string, body: Body): Settlement {
  const said = { ...settledBefore(office, settlementId), ...body };
  const visitId = text(said, 'visitId') ?? nextNumber(office, 'V');
  return { settlementId, visitId, person: personOf(said), amount: amountOf(said), at: timeOf(body) };
}

function pushed(office: Office, infno: string, settlementId: string): string | undefined {
  return office.register.messages.find(({ name }) => name === `${infno} ${settlementId}`)?.message.body;
}

/** What a reversal takes back, so that it need not be said again. */
function settledBefore(office: Office, settlementId: string): Body {
  const body = pushed(office, '2207', settlementId);
  if (body === undefined) return {};
  const { input } = JSON.parse(body) as { input: { setlinfo: Readonly<Record<string, string>> } };
  const { mdtrt_id: visitId, certno: residentId, psn_part_amt: amount } = input.setlinfo;
  return { visitId, residentId, amount };
}

export function text(body: Body, field: string): string | undefined {
  const value = body[field];
  if (value !== undefined && (typeof value !== 'string' || value === ''))
    throw new RangeError(`${field} must be a text`);
  return value;
}

function personOf(body: Body): Person {
  const person = readPeople().find((each) => each.residentId === body['residentId']);
  if (!person) throw new RangeError('residentId must be of people.json');
  return person;
}

function amountOf(body: Body): string {
  const amount = text(body, 'amount') ?? '8432.10';
  if (!/^\d{1,10}\.\d{2}$/.test(amount)) throw new RangeError('amount must be like 8432.10');
  return amount;
}

function timeOf(body: Body): Date {
  const settledAt = text(body, 'settledAt');
  const at = settledAt === undefined ? new Date() : new Date(settledAt);
  if (Number.isNaN(at.getTime())) throw new RangeError('settledAt must be an instant');
  return at;
}

export function faultOf(body: Body): Fault | undefined {
  const fault = text(body, 'fault');
  const known = FAULTS.find((each) => each === fault);
  if (fault !== undefined && !known) throw new RangeError(`fault must be of ${FAULTS.join(', ')}`);
  return known;
}

function nextNumber(office: Office, kind: 'S' | 'V'): string {
  const running = String(office.register.messages.length + 1).padStart(6, '0');
  return `9901${compactBeijingTime(new Date()).slice(0, 8)}${kind}${running}`;
}

function newMsgid(): string {
  return randomUUID().replaceAll('-', '').slice(0, 30);
}
