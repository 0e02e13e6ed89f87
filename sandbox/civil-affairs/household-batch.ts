import { beijingTime, compactBeijingTime } from '../kit/beijing-time.ts';
import type { Person } from '../kit/people.ts';

export const ROW_FAULTS = [
  'missing-id',
  'full-width-digits',
  'leading-apostrophe',
  'bad-check-digit',
  'numeric-id',
] as const;
export type RowFault = (typeof ROW_FAULTS)[number];
export const COUNT_MISMATCH = 'count-mismatch';

export interface HouseholdBatch {
  readonly batchNo: string;
  readonly declaredCount: number;
  readonly sendTime: string;
  readonly rows: readonly object[];
}

/** 困难家庭数据推送: one row per household, each fault in a row of its own from the second row on. */
export function buildBatch(
  batchNo: string,
  people: readonly Person[],
  faults: readonly RowFault[],
  miscounted: boolean,
  now: Date,
): HouseholdBatch {
  const rows = people.map((person, index) => householdRow(person, index, faults[index - 1], now));
  return { batchNo, declaredCount: rows.length + (miscounted ? 1 : 0), sendTime: beijingTime(now), rows };
}

function householdRow(person: Person, index: number, fault: RowFault | undefined, now: Date): object {
  const size = 2 + (index % 4);
  const year = Number(compactBeijingTime(now).slice(0, 4));
  return {
    rowNo: index + 1,
    // Named after the person, so that a household keeps its number from push to push.
    applicationNo: `QR-JZ-${year}-9${person.phone.slice(-4)}`,
    typeCode: ['04', '01', '03'][index % 3],
    statusCode: '2',
    divisionCode: person.divisionCode,
    householdSize: index % 3 === 2 ? String(size) : size,
    decideDate: `${year}-10-08`,
    validTo: `${year + 1}-10-07`,
    consentNo: `SQ${year}10${person.phone.slice(-4)}`,
    worker: {
      name: person.name,
      ...writtenId(person.residentId, fault),
      phone: person.phone,
      employer: person.employer,
    },
  };
}

/** What clerks and spreadsheets make of an ID number. */
function writtenId(residentId: string, fault: RowFault | undefined): { readonly idCard?: string | number } {
  switch (fault) {
    case undefined:
      return { idCard: residentId };
    case 'missing-id':
      return {};
    case 'full-width-digits':
      return { idCard: residentId.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))) };
    case 'leading-apostrophe':
      return { idCard: `'${residentId}` };
    case 'bad-check-digit':
      return { idCard: `${residentId.slice(0, 17)}${residentId.endsWith('1') ? '2' : '1'}` };
    case 'numeric-id':
      return { idCard: Number(residentId.replace('X', '0')) };
  }
}
