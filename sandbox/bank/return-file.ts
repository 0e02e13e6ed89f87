import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { beijingTime } from '../kit/beijing-time.ts';
import type { Register } from '../kit/register.ts';
import type { Batch } from './batches.ts';

const HEADER = '批次号,业务流水号,户名,卡号,金额,处理结果,失败原因码,失败原因,入账日期';

/** What can be wrong with a return file. */
export const DAMAGES = ['NONE', 'NO_TRAILER', 'SUM', 'COUNTS', 'CUT', 'AMOUNT', 'SERIAL', 'CONTRARY'] as const;
export type Damage = (typeof DAMAGES)[number];

export interface ReturnFile {
  readonly name: string;
  readonly rows: number;
  readonly bytes: Buffer;
  /** What the marker says; of a cut file, of the whole one. */
  readonly marker: string;
}

interface Line {
  readonly serial: string;
  readonly name: string;
  readonly card: string;
  readonly amount: string;
  readonly status: string;
  readonly code: string;
  readonly words: string;
  readonly on: string;
}

/** 回盘文件 of a batch that was settled: the same bytes each time it is asked for. */
export function writeReturn(register: Register, { batchNo, orders }: Batch, damage: Damage = 'NONE'): ReturnFile {
  const ended = orders.filter(({ status }) => status === '成功' || status === '失败');
  const lines = spoil(
    ended.map((order): Line => {
      const told = register.effectOf(order.key)?.order ?? {};
      const end = order.answers.at(-1);
      const paid = order.status === '成功';
      return {
        serial: order.key,
        name: told['户名'] ?? '',
        card: told['卡号'] ?? '',
        amount: told['金额'] ?? '',
        status: order.status,
        code: end?.details['原因码'] ?? '',
        words: end?.details['原因'] ?? '',
        on: paid && end ? beijingTime(new Date(end.at)).slice(0, 10).replaceAll('-', '') : '',
      };
    }),
    damage,
  );
  const rows = lines.map((line) =>
    [batchNo, line.serial, line.name, line.card, line.amount, line.status, line.code, line.words, line.on].join(','),
  );
  const all = [HEADER, ...rows, ...(damage === 'NO_TRAILER' ? [] : [trailerOf(lines, damage)])];
  const whole = iconv.encode(`${all.join('\r\n')}\r\n`, 'gb18030');
  const bytes = damage === 'CUT' ? whole.subarray(0, whole.length - 40) : whole;
  const sha256 = createHash('sha256').update(whole).digest('hex');
  return {
    name: damage === 'NONE' ? `${batchNo}.csv` : `${batchNo}-${damage}.csv`,
    rows: rows.length,
    bytes,
    marker: JSON.stringify({ rows: rows.length, sha256, encoding: 'gb18030' }),
  };
}

function trailerOf(lines: readonly Line[], damage: Damage): string {
  const fen = lines.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), damage === 'SUM' ? 1n : 0n);
  const digits = String(fen).padStart(3, '0');
  const paid = lines.filter(({ status }) => status === '成功').length + (damage === 'COUNTS' ? 1 : 0);
  const sum = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return ['合计', lines.length, sum, paid, lines.length - paid].join(',');
}

/** Rows that are wrong while the file's own sums hold. */
function spoil(lines: readonly Line[], damage: Damage): readonly Line[] {
  const [first, ...rest] = lines;
  if (!first) return lines;
  if (damage === 'AMOUNT') return [{ ...first, amount: `1${first.amount}` }, ...rest];
  if (damage === 'SERIAL') return [{ ...first, serial: first.serial.replace(/^oe-.{8}/, 'oe-00000000') }, ...rest];
  if (damage !== 'CONTRARY') return lines;
  const paid = { status: '成功', code: '', words: '', on: '20260101' };
  const returned = { status: '失败', code: 'R01', words: '账户不存在', on: '' };
  return [{ ...first, ...(first.status === '成功' ? returned : paid) }, ...rest];
}

/** The marker last: whoever takes the file then has all of it. */
export function deliver(folder: string, { name, bytes, marker }: ReturnFile): void {
  mkdirSync(folder, { recursive: true });
  const place = join(folder, name);
  writeFileSync(`${place}.part`, bytes);
  renameSync(`${place}.part`, place);
  writeFileSync(`${place}.done`, marker);
}
