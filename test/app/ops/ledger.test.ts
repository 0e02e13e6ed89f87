import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerCommand } from '#app/ops/ledger.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { entry } from '../../usecases/support/treacherous-table.ts';

let folder: string;
let anchorFile: string;
let house: TestApp;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-ledger-'));
  anchorFile = path.join(folder, 'evidence', 'anchors.jsonl');
  house = await buildTestApp({ ledger: { role: 'test', anchorFile } });
  await house.app.ledger.append([entry(), entry(), entry()]);
  await house.app.ledger.anchor();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  process.exitCode = undefined;
});

async function run(...args: readonly string[]): Promise<{ lines: readonly string[]; exit: typeof process.exitCode }> {
  const lines: string[] = [];
  const context: Pick<OpsContext, 'withApp' | 'print'> = {
    withApp: (work) => work(house.app),
    print: (line) => void lines.push(line),
  };
  await ledgerCommand(context as OpsContext).parseAsync(['verify', ...args], { from: 'user' });
  return { lines, exit: process.exitCode };
}

describe('ops ledger verify', () => {
  it('says of a ledger that is whole that it is, with what was counted', async () => {
    const { lines, exit } = await run();

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^完整 \/ whole {2}留痕 \/ entries 3 {2}链 \/ streams 1 {2}锚点 \/ anchors 1 \+ 1 {2}\d+\.\d s$/,
    );
    expect(exit).toBeUndefined();
  });

  it('is no success with a file of anchors that is not there', async () => {
    await expect(run('--anchors', path.join(folder, 'none.jsonl'))).rejects.toThrow(/没有这个锚点文件.*no such file/);
  });

  it('names each finding with stream and place, and exits 1', async () => {
    const { prisma } = house.app.database;
    await prisma.$transaction([
      prisma.$executeRaw`SET LOCAL session_replication_role = replica`,
      prisma.$executeRaw`DELETE FROM ledger_entry WHERE sequence = 3`,
    ]);

    const { lines, exit } = await run('--anchors', anchorFile);

    const cut = /^✘ {2}[0-9a-f-]{36} {2}#3 {2}末尾被截去 \/ the end was cut off {2}\((TABLE|FILE)\)$/;
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(cut);
    expect(lines[1]).toMatch(cut);
    expect(lines[2]).toMatch(/^发现问题 \/ findings 2 {2}/);
    expect(exit).toBe(1);
  });
});
