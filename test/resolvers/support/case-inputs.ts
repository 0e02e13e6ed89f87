import { randomUUID } from 'node:crypto';
import { localDate } from '#domain/referrals/local-date.ts';
import { makePhone, makeResidentId, type Random, seededRandom } from '../../support/factories/identifiers.ts';

/** The worker's own entry in the register: whoever the token `worker` names. */
export const QIN = { name: '覃桂兰', residentId: '990101198603120018', phone: '19900000001' };
/** Union members of the demonstration city. */
export const WEI = { name: '韦志强', residentId: '990101197309080022', phone: '19900000002' };
export const HUANG = { name: '黄丽萍', residentId: '990101199501010031', phone: '19900000003' };
export const NONG = { name: '农秀英', residentId: '990101198808080064', phone: '19900000006' };

export interface ApplicantInput {
  readonly name: string;
  readonly residentId: string;
  readonly phone?: string | null;
}

export interface OpenCaseInput {
  readonly idempotencyKey: string;
  readonly serviceItemCode: string;
  readonly channel: string;
  readonly applicant: ApplicantInput;
  readonly divisionCode: string;
  readonly workplaceDivisionCode?: string | null;
  readonly form: Readonly<Record<string, unknown>>;
  readonly consents: readonly string[];
  readonly leadId?: string | null;
}

export const WAGE_FORM = {
  employerName: '桂江速达物流有限公司',
  employmentGroup: 'COURIER',
  hasWrittenContract: false,
  arrearsAmount: '16500.00',
  arrearsMonths: 3,
  unpaidSince: '2025-11-01',
  facts: '站点三个月未发工资',
};

export const HARDSHIP_FORM = {
  householdSize: 4,
  annualIncome: '21600.00',
  rigidExpenditure: '38000.00',
  hardshipCause: 'ILLNESS',
  facts: '长期患病，收入不足',
};

let random: Random | undefined;

/** Nobody the register knows yet; another person each time, the same ones in every run of a file. */
export function stranger(): ApplicantInput {
  random ??= seededRandom(990_101);
  const residentId = makeResidentId(random, { bornFrom: localDate('1970-01-01'), bornTo: localDate('1999-12-31') });
  return { name: '覃来访', residentId, phone: makePhone(random) };
}

export function wageCase(changes: Partial<OpenCaseInput> = {}): OpenCaseInput {
  return {
    idempotencyKey: randomUUID(),
    serviceItemCode: 'courier-wage-arrears',
    channel: 'WINDOW',
    applicant: changes.applicant ?? stranger(),
    divisionCode: '990101',
    workplaceDivisionCode: '990101',
    form: WAGE_FORM,
    consents: ['mediation-share', 'arbitration-share', 'court-share'],
    ...changes,
  };
}

export function hardshipCase(changes: Partial<OpenCaseInput> = {}): OpenCaseInput {
  return {
    idempotencyKey: randomUUID(),
    serviceItemCode: 'hardship-aid',
    channel: 'WINDOW',
    applicant: HUANG,
    divisionCode: '990101001',
    form: HARDSHIP_FORM,
    consents: ['economic-check', 'home-visit'],
    ...changes,
  };
}
