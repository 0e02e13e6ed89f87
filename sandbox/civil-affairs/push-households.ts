import { compactBeijingTime } from '../kit/beijing-time.ts';
import { withBody } from '../kit/control.ts';
import type { Office } from '../kit/office.ts';
import { readPeople, type Person } from '../kit/people.ts';
import { json, type Handler } from '../kit/wire.ts';
import { buildBatch, COUNT_MISMATCH, ROW_FAULTS, type RowFault } from './household-batch.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** `POST /_control/push-households`: tells the office to push a batch now. */
export function pushHouseholds(office: Office): Handler {
  return withBody((body) => {
    const { count = 5, faults = [], residentIds, batchNo = nextBatchNo(office) } = body;
    if (typeof batchNo !== 'string' || batchNo === '') throw new RangeError('batchNo must be a text');
    const earlier = office.register.messages.find((message) => message.name === batchNo);
    if (earlier) {
      office.push(batchNo, earlier.message.body);
      return json(200, { batchNo, repeated: true });
    }
    const people = choosePeople(count, residentIds);
    const names = readFaults(faults);
    const rowFaults = names.filter((name): name is RowFault => name !== COUNT_MISMATCH);
    if (rowFaults.length >= people.length) throw new RangeError('a batch needs more rows than row faults');
    const batch = buildBatch(batchNo, people, rowFaults, names.includes(COUNT_MISMATCH), timeOf(body));
    office.push(batchNo, `${BYTE_ORDER_MARK}${JSON.stringify({ event: 'HOUSEHOLD_BATCH', data: batch })}`);
    return json(200, { batchNo, declaredCount: batch.declaredCount, rowCount: batch.rows.length });
  });
}

function timeOf({ sentAt }: Readonly<Record<string, unknown>>): Date {
  if (sentAt === undefined) return new Date();
  const at = new Date(typeof sentAt === 'string' ? sentAt : Number.NaN);
  if (Number.isNaN(at.getTime())) throw new RangeError('sentAt must be an instant');
  return at;
}

function choosePeople(count: unknown, residentIds: unknown): readonly Person[] {
  const everybody = readPeople();
  if (residentIds === undefined) {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > everybody.length) {
      throw new RangeError(`count must be 1 to ${everybody.length}`);
    }
    return everybody.slice(0, count);
  }
  if (!Array.isArray(residentIds) || residentIds.length === 0) throw new RangeError('residentIds must be a list');
  return residentIds.map((id: unknown) => {
    const person = everybody.find((each) => each.residentId === id);
    if (!person) throw new RangeError('residentIds must be of people.json');
    return person;
  });
}

function readFaults(value: unknown): readonly (RowFault | typeof COUNT_MISMATCH)[] {
  const known = [...ROW_FAULTS, COUNT_MISMATCH] as const;
  if (!Array.isArray(value)) throw new RangeError('faults must be a list');
  return value.map((name: unknown) => {
    const fault = known.find((each) => each === name);
    if (!fault) throw new RangeError(`faults must be of ${known.join(', ')}`);
    return fault;
  });
}

function nextBatchNo(office: Office): string {
  const pushes = new Set(office.register.messages.map((message) => message.name));
  return `QRPC${compactBeijingTime(new Date()).slice(0, 8)}-${String(pushes.size + 1).padStart(3, '0')}`;
}
