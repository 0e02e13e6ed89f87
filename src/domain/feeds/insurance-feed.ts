import type { FeedDefinition } from '#domain/feeds/feed-definition.ts';
import {
  choiceCell,
  codeCell,
  countCell,
  dateCell,
  nameCell,
  opCell,
  readingRow,
  refuseCell,
  requiredCell,
  residentIdCell,
  textCell,
  yuanCell,
} from '#domain/feeds/read-cell.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { InsuranceStatus, InsuranceType } from '#domain/registry/insurance-enrolment.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

/** What names a period of one person's social insurance with one employer; all that a tombstone needs. */
interface InsuranceKey {
  readonly residentId: ResidentId;
  /** AAE140 as delivered. */
  readonly kind: string;
  /** AAB001; empty for somebody insured on their own. */
  readonly employerCode: string;
  readonly from: LocalDate;
}

/** 社会保险参保, after GB/T 40217—2021. */
export interface StatedInsurance extends InsuranceKey {
  readonly op: 'U';
  readonly name: PersonName;
  readonly type: InsuranceType;
  readonly status: InsuranceStatus;
  readonly employerName?: string | undefined;
  readonly contributionBase?: Yuan | undefined;
  readonly paidMonths?: number | undefined;
  readonly to?: LocalDate | undefined;
  readonly businessStatus: string;
}

export type InsuranceFeedRow = StatedInsurance | (InsuranceKey & { readonly op: 'D' });

/** AAE140 险种 */
const KINDS: ReadonlyMap<string, { readonly kind: string; readonly type: InsuranceType }> = new Map(
  (
    [
      ['110', 'PENSION'],
      ['120', 'PENSION'],
      ['170', 'PENSION'],
      ['210', 'UNEMPLOYMENT'],
      ['310', 'MEDICAL'],
      ['410', 'WORK_INJURY'],
      ['510', 'MATERNITY'],
    ] as const
  ).map(([kind, type]) => [kind, { kind, type }]),
);

/** AAC031 个人缴费状态 */
const STATUSES: ReadonlyMap<string, { readonly status: InsuranceStatus; readonly wording: string }> = new Map([
  ['1', { status: 'PAYING', wording: '参保缴费' }],
  ['2', { status: 'PAUSED', wording: '暂停缴费（中断）' }],
  ['3', { status: 'ENDED', wording: '终止缴费' }],
]);

const open = (name: string) => ({ name, personal: false });
const personal = (name: string) => ({ name, personal: true });

export const insuranceFeed: FeedDefinition<InsuranceFeedRow> = {
  feed: 'insurance',
  agencies: ['hr-bureau'],
  encoding: 'gb18030',
  delimiter: ',',
  columns: [
    open('OP'),
    personal('AAC002'),
    personal('AAC003'),
    open('AAE140'),
    open('AAC008'),
    open('AAC031'),
    open('AAB001'),
    personal('AAB004'),
    personal('AAE180'),
    open('AAE201'),
    open('AAE030'),
    open('AAE031'),
  ],
  readRow: (cells, ground) =>
    readingRow((): InsuranceFeedRow => {
      const { kind, type } = choiceCell(cells, 'AAE140', KINDS);
      const key: InsuranceKey = {
        residentId: residentIdCell(cells, 'AAC002', ground),
        kind,
        employerCode: codeCell(cells, 'AAB001') ?? '',
        from: dateCell(cells, 'AAE030') ?? refuseCell('AAE030', 'EMPTY'),
      };
      if (opCell(cells, 'OP') === 'D') return { op: 'D', ...key };
      const { status, wording } = choiceCell(cells, 'AAC031', STATUSES);
      const to = dateCell(cells, 'AAE031');
      if (to !== undefined && to < key.from) refuseCell('AAE031', 'RANGE_INVALID');
      const base = yuanCell(cells, 'AAE180');
      const paying = status === 'PAYING';
      return {
        op: 'U',
        ...key,
        name: nameCell(cells, 'AAC003'),
        type,
        status,
        employerName: textCell(cells, 'AAB004'),
        // Both are sometimes left filled from before: the standard has them empty in these states.
        contributionBase: paying ? base : undefined,
        paidMonths: countCell(cells, 'AAE201'),
        to: paying ? undefined : to,
        businessStatus: `${requiredCell(cells, 'AAC008')}·${wording}`,
      };
    }),
};
