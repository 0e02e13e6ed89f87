import type { JsonBody } from '../kit/json-body.ts';
import { readDataFile } from '../kit/people.ts';
import { maskId, maskName } from '../kit/resident-id.ts';
import type { Reply } from '../kit/wire.ts';
import { fail, succeed } from './envelope.ts';

/** One decision on a household, in the forms the office keeps it in. */
interface Assistance {
  readonly idCard: string;
  readonly name: string;
  readonly typeCode: string;
  readonly typeName: string;
  readonly statusCode: string;
  readonly statusName: string;
  readonly applicationNo: string;
  readonly decideDate: string | null;
  readonly validTo: string | null;
  readonly monthlyAmount: string | null;
  readonly divisionCode: string;
}

const MOST_PEOPLE = 20;
const ASSISTANCE = readDataFile(new URL('./assistance.json', import.meta.url)) as readonly Assistance[];

/** 救助状态查询 */
export function lookUpAssistance(body: JsonBody, masked: boolean): Reply {
  const ids = body.texts('idCards');
  if (!ids || ids.length === 0) return fail('缺少必填项：idCards');
  if (ids.length > MOST_PEOPLE) return fail(`每次最多查询${MOST_PEOPLE}人`);
  const found = ASSISTANCE.filter((row) => ids.includes(row.idCard));
  const rows = masked ? found.map((row) => ({ ...row, idCard: maskId(row.idCard), name: maskName(row.name) })) : found;
  // Batches are answered by an older program, which writes a byte order mark.
  return succeed('查询成功', { count: rows.length, rows }, ids.length > 1);
}
