import { makeResidentId, type Random } from '../../../support/factories/identifiers.ts';

export const HOUSEHOLD_HEADER =
  '操作,申请编号,救助类别,办理状态,行政区划,家庭人口,职工姓名,身份证号,联系电话,工作单位,有效期至';
const INSURANCE_HEADER = 'OP,AAC002,AAC003,AAE140,AAC008,AAC031,AAB001,AAB004,AAE180,AAE201,AAE030,AAE031';

export interface HouseholdCells {
  readonly op: string;
  readonly applicationNo: string;
  readonly category: string;
  readonly status: string;
  readonly division: string;
  readonly size: string;
  readonly name: string;
  readonly residentId: string;
  readonly phone: string;
  readonly employer: string;
  readonly validUntil: string;
}

let numbered = 0;

export function householdCells(random: Random, changes: Partial<HouseholdCells> = {}): HouseholdCells {
  numbered += 1;
  return {
    op: 'U',
    applicationNo: `DB-${String(numbered).padStart(6, '0')}`,
    category: '01',
    status: '1',
    division: '990101',
    size: '3',
    name: '韦困难',
    residentId: makeResidentId(random),
    phone: '',
    employer: '桂江第二纺织厂',
    validUntil: '长期',
    ...changes,
  };
}

export function householdLine(random: Random, changes: Partial<HouseholdCells> = {}): string {
  return Object.values(householdCells(random, changes)).join(',');
}

export function householdFile(lines: readonly string[]): string {
  return `${[HOUSEHOLD_HEADER, ...lines].join('\r\n')}\r\n`;
}

export interface InsuranceCells {
  readonly op: string;
  readonly residentId: string;
  readonly name: string;
  readonly kind: string;
  readonly enrolment: string;
  readonly payment: string;
  readonly employerCode: string;
  readonly employer: string;
  readonly base: string;
  readonly months: string;
  readonly from: string;
  readonly to: string;
}

export function insuranceLine(random: Random, changes: Partial<InsuranceCells> = {}): string {
  const cells: InsuranceCells = {
    op: 'U',
    residentId: makeResidentId(random),
    name: '覃参保',
    kind: '110',
    enrolment: '正常参保',
    payment: '1',
    employerCode: 'E000001',
    employer: '桂江速达物流有限公司',
    base: '4200.00',
    months: '36',
    from: '20230301',
    to: '',
    ...changes,
  };
  return Object.values(cells).join(',');
}

export function insuranceFile(lines: readonly string[]): string {
  return `${[INSURANCE_HEADER, ...lines].join('\n')}\n`;
}
