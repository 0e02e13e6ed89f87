import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactBeijingTime } from '../kit/beijing-time.ts';
import { withBody } from '../kit/control.ts';
import type { Office } from '../kit/office.ts';
import { json, type Handler } from '../kit/wire.ts';
import { type Body, faultOf, settlementOf, text } from './push-settlement.ts';
import { contentOf, type Damage, DAMAGES, type Row, strangers } from './settlement-file.ts';
import { settlementInfo, type SettlementInfo } from './settlement.ts';

const MOST_STRANGERS = 100_000;

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
