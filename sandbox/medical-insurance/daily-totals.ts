import { createHash } from 'node:crypto';
import type { JsonBody } from '../kit/json-body.ts';
import type { Office } from '../kit/office.ts';
import type { Reply } from '../kit/wire.ts';
import { fail, succeed } from './envelope.ts';

/** YZ11 对总账: how many records of a day, and a digest over their outer_no in order, each followed by a line feed. */
export function totalsOfDay(office: Office, body: JsonBody): Reply {
  const day = body.text('input.stmt_date') ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return fail('缺少必填项：input.stmt_date');
  const keys = office.dayBook
    .on(day)
    .map(({ key }) => key)
    .sort();
  const digest = createHash('sha256');
  for (const key of keys) digest.update(`${key}\n`);
  return succeed({ stmt_date: day, recd_cnt: String(keys.length), recd_digest: digest.digest('hex') });
}
