import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactBeijingTime } from '../kit/beijing-time.ts';
import { withBody } from '../kit/control.ts';
import type { Office } from '../kit/office.ts';
import { hasValidCheckDigit } from '../kit/resident-id.ts';
import { json, type Handler } from '../kit/wire.ts';
import { type Body, faultOf, settlementOf, text } from './push-settlement.ts';
import { settlementInfo, type SettlementInfo } from './settlement.ts';

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
const DAMAGES = ['none', 'no-trailer', 'count', 'sum', 'cut', 'no-marker', 'spreadsheet'] as const;
type Damage = (typeof DAMAGES)[number];

const MOST_STRANGERS = 100_000;

interface Row {
  readonly infno: string;
  readonly info: SettlementInfo;
}

/**
 * `POST /_control/settlement-file`: puts a file of settlements and reversals into the folder, the marker last. Without
 * `rows` it holds what was pushed so far, each once; `strangers` adds settlements of people nobody knows.
 */
export function deliverSettlements(office: Office, folder: string | undefined): Handler {
  return withBody((body) => {
    if (folder === undefined) return json(409, { error: 'no folder: set SANDBOX_MEDICAL_INSURANCE_FILE_FOLDER' });
    const damage = damageOf(body);
    const said = Array.isArray(body['rows']) ? rowsOf(office, body['rows']) : pushedRows(office);
    const rows = [...said, ...strangers(countOf(body))];
    const name = nameOf(body) ?? `${compactBeijingTime(new Date())}.csv`;
    const whole = Buffer.from(contentOf(rows, damage));
    mkdirSync(folder, { recursive: true });
    const place = join(folder, name);
    writeFileSync(`${place}.part`, damage === 'cut' ? whole.subarray(0, whole.length - 25) : whole);
    renameSync(`${place}.part`, place);
    const marker = { rows: rows.length, sha256: createHash('sha256').update(whole).digest('hex'), encoding: 'utf-8' };
    if (damage !== 'no-marker') writeFileSync(`${place}.done`, JSON.stringify(marker));
    return json(200, { name, rows: rows.length });
  });
}

function rowsOf(office: Office, said: readonly unknown[]): readonly Row[] {
  return said.map((value, index) => {
    if (typeof value !== 'object' || value === null) throw new RangeError(`rows[${index}] must be an object`);
    const body = value as Body;
    const reversed = body['reversed'] === true;
    const settlementId = text(body, 'settlementId');
    if (settlementId === undefined) throw new RangeError(`rows[${index}].settlementId is required`);
    const settlement = settlementOf(office, settlementId, body);
    return { infno: reversed ? '2208' : '2207', info: settlementInfo(settlement, reversed, faultOf(body)) };
  });
}

function pushedRows(office: Office): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { name, message } of office.register.messages) {
    if (!/^220[78] /.test(name)) continue;
    const { infno, input } = JSON.parse(message.body) as { infno: string; input: { setlinfo: SettlementInfo } };
    rows.set(name, { infno, info: input.setlinfo });
  }
  return [...rows.values()];
}

function strangers(count: number): readonly Row[] {
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

function contentOf(rows: readonly Row[], damage: Damage): string {
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

function damageOf(body: Body): Damage {
  const damage = text(body, 'damage') ?? 'none';
  const known = DAMAGES.find((each) => each === damage);
  if (!known) throw new RangeError(`damage must be of ${DAMAGES.join(', ')}`);
  return known;
}

function countOf(body: Body): number {
  const count = body['strangers'] ?? 0;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > MOST_STRANGERS)
    throw new RangeError(`strangers must be a whole number up to ${MOST_STRANGERS}`);
  return count;
}

function nameOf(body: Body): string | undefined {
  const name = text(body, 'name');
  if (name !== undefined && !/^[\w-]{1,80}\.csv$/.test(name)) throw new RangeError('name must be like day-1.csv');
  return name;
}
