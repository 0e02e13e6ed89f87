import { hasValidCheckDigit } from '../kit/resident-id.ts';
import type { SettlementInfo } from './settlement.ts';

const FIELDS = [
  'setl_id',
  'mdtrt_id',
  'psn_no',
  'certno',
  'psn_name',
  'insutype',
  'med_type',
  'setl_time',
  'medfee_sumamt',
  'fund_pay_sumamt',
  'psn_part_amt',
] as const;

/** What can be wrong with a file. */
export const DAMAGES = ['none', 'no-trailer', 'count', 'sum', 'cut', 'no-marker', 'spreadsheet'] as const;
export type Damage = (typeof DAMAGES)[number];

/** One settlement (2207) or reversal (2208) of a file. */
export interface Row {
  readonly infno: string;
  readonly info: SettlementInfo;
}

/** With a trailer: 合计, how many rows, the sum of psn_part_amt in which reversals are negative. */
export function contentOf(rows: readonly Row[], damage: Damage): string {
  const lines = rows.map(({ infno, info }, index) => {
    const cells = FIELDS.map((field) =>
      // As a spreadsheet leaves a long number behind, in the first row.
      field === 'certno' && damage === 'spreadsheet' && index === 0 ? '9.90101E+17' : String(info[field]),
    );
    return [infno, ...cells].join(',');
  });
  const trailer = damage === 'no-trailer' ? [] : [trailerOf(rows, damage)];
  return `${[['infno', ...FIELDS].join(','), ...lines, ...trailer].join('\n')}\n`;
}

function trailerOf(rows: readonly Row[], damage: Damage): string {
  const fen = rows.reduce((sum, { info }) => sum + fenOf(String(info['psn_part_amt'])), damage === 'sum' ? 1n : 0n);
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  const sum = `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return ['合计', rows.length + (damage === 'count' ? 1 : 0), sum].join(',');
}

/** Of an amount with two places, or none where it was to be a number. */
function fenOf(amount: string): bigint {
  const [, sign, yuan = '', fen = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  const value = BigInt(yuan + fen.padEnd(2, '0'));
  return sign === '-' ? -value : value;
}

/** Settlements of people nobody knows. */
export function strangers(count: number): readonly Row[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(9, '0');
    const info: Record<string, string> = {
      setl_id: `99019S${number}`,
      mdtrt_id: `99019V${number}`,
      psn_no: `9901${number}`,
      certno: strangerId(index),
      psn_name: '外地人',
      insutype: '310',
      med_type: '11',
      setl_time: '2026-03-10 08:00:00',
      medfee_sumamt: '200.00',
      fund_pay_sumamt: '110.00',
      psn_part_amt: '90.00',
    };
    return { infno: '2207', info };
  });
}

/** Of region 990199, which people.json has not. */
function strangerId(index: number): string {
  const born = new Date(Date.UTC(1970, 0, 1) + Math.floor(index / 999) * 86_400_000);
  const front = `990199${born.toISOString().slice(0, 10).replaceAll('-', '')}${String((index % 999) + 1).padStart(3, '0')}`;
  const check = [...'0123456789X'].find((character) => hasValidCheckDigit(front + character));
  return `${front}${check ?? ''}`;
}
