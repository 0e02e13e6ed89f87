import { readLocalDate } from '#connectors/kit/foreign-date.ts';
import { readCount, readYuan } from '#connectors/kit/foreign-number.ts';
import { foldCode, presentText } from '#connectors/kit/foreign-text.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import { addDays, addMonths, fromParts } from '#domain/referrals/local-date.ts';
import type { InsuranceEnrolment, InsuranceStatus, InsuranceType } from '#domain/registry/insurance-enrolment.ts';
import type { HrEnrolmentRow } from './schema.ts';

/** AAE140 险种 of GB/T 40217—2021. */
const TYPES: ReadonlyMap<string, InsuranceType> = new Map([
  ['110', 'PENSION'], // 企业职工基本养老
  ['120', 'PENSION'], // 机关事业单位养老
  ['170', 'PENSION'], // 城乡居民养老
  ['210', 'UNEMPLOYMENT'], // 失业
  ['310', 'MEDICAL'], // 职工基本医疗
  ['410', 'WORK_INJURY'], // 工伤
  ['510', 'MATERNITY'], // 生育
]);

interface PaymentStatus {
  readonly status: InsuranceStatus;
  readonly wording: string;
}

/** AAC031 个人缴费状态. Not the employers' list, which numbers the same words differently. */
const PAYMENT_STATUSES: ReadonlyMap<string, PaymentStatus> = new Map<string, PaymentStatus>([
  ['1', { status: 'PAYING', wording: '参保缴费' }],
  ['2', { status: 'PAUSED', wording: '暂停缴费（中断）' }],
  ['3', { status: 'ENDED', wording: '终止缴费' }],
]);

export function enrolmentOf(row: HrEnrolmentRow): InsuranceEnrolment {
  const { status, wording } = readWord(PAYMENT_STATUSES, row.AAC031, 'AAC031');
  const paying = status === 'PAYING';
  return {
    type: readWord(TYPES, row.AAE140, 'AAE140'),
    status,
    employerName: presentText(row.AAB004),
    // Both fields are sometimes left filled from before: the standard has them empty in these states.
    contributionBase: paying ? readYuan(row.AAE180, 'AAE180') : undefined,
    paidMonths: readCount(row.AAE201, 'AAE201'),
    from: readDayOrMonth(row.AAE030, 'AAE030', 'FIRST'),
    to: paying ? undefined : readDayOrMonth(row.AAE031, 'AAE031', 'LAST'),
    // AAC008 says whether the person is enrolled, AAC031 whether anybody pays; only both together tell the matter.
    businessStatus: [presentText(row.AAC008), wording].filter(Boolean).join('·'),
  };
}

/** Insurance is counted in whole months, so `201503` is its first day as a beginning and its last as an end. */
function readDayOrMonth(text: string | undefined, field: string, day: 'FIRST' | 'LAST'): LocalDate | undefined {
  const [, year, month] = /^(\d{4})-?(\d{2})$/.exec(foldCode(text ?? '')) ?? [];
  if (year === undefined) return readLocalDate(text, field);
  const first = fromParts(Number(year), Number(month), 1);
  if (first === undefined) throw new AgencyMessageUnreadableError(`${field}: not a month`);
  return day === 'FIRST' ? first : addDays(addMonths(first, 1), -1);
}
