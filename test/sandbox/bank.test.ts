import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AgencyProcess, startAgency } from './support/start-agency.ts';

const SAMPLES = new URL('../../sandbox/bank/samples/', import.meta.url);
const order = (name: string) => readFileSync(new URL(`${name}.request.xml`, SAMPLES));

describe('a bank that goes by the clock', () => {
  let folder: string;
  let bank: AgencyProcess;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'sandbox-bank-'));
    bank = await startAgency('bank', { SANDBOX_BANK_FILE_FOLDER: folder, SANDBOX_BANK_FILE_MS: '50' });
  });

  afterEach(async () => {
    await bank.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Names of the files whose marker is there. */
  const files = () => readdirSync(folder).flatMap((name) => (name.endsWith('.done') ? [name.slice(0, -5)] : []));
  const delivered = (count: number) =>
    vi.waitFor(() => expect(files()).toHaveLength(count), { timeout: 10_000, interval: 20 });

  it('settles what it has and delivers a file with the marker that fits it', async () => {
    await bank.post('/yqzl/dfsl', order('order'));
    await delivered(1);

    const [name = ''] = files();
    const bytes = readFileSync(path.join(folder, name));
    const marker = JSON.parse(readFileSync(path.join(folder, `${name}.done`), 'utf8')) as Record<string, unknown>;
    const lines = new TextDecoder('gb18030').decode(bytes).trimEnd().split('\r\n');

    expect(marker).toEqual({
      rows: 1,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      encoding: 'gb18030',
    });
    expect(lines.at(1)).toContain(
      ',oe-0b8f6a52-93c4-4d0e-8a77-5e1f2a3b4c01,覃桂兰,9901010000000000016,3000.00,成功,,,',
    );
    expect(lines.at(-1)).toBe('合计,1,3000.00,1,0');
  });

  it('delivers its last file again after it was killed, the same bytes, and pays nobody twice', async () => {
    await bank.post('/yqzl/dfsl', order('order'));
    await delivered(1);
    const [name = ''] = files();
    const before = readFileSync(path.join(folder, name));
    rmSync(path.join(folder, name));
    rmSync(path.join(folder, `${name}.done`));

    await bank.killAndRestart();

    expect(existsSync(path.join(folder, `${name}.done`))).toBe(true);
    expect(readFileSync(path.join(folder, name)).equals(before)).toBe(true);
    expect(await bank.control('book')).toMatchObject({ payments: [{ status: '成功' }] });
  });

  it('puts an order that comes after a file into the next one', async () => {
    await bank.post('/yqzl/dfsl', order('order'));
    await delivered(1);
    await bank.post('/yqzl/dfsl', order('order-returned'));
    await delivered(2);

    const [, second = ''] = files().toSorted();
    expect(new TextDecoder('gb18030').decode(readFileSync(path.join(folder, second)))).toContain(
      ',失败,R03,已销户,\r\n合计,1,3000.00,0,1',
    );
  });
});
