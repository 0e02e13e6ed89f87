import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descendantsOf, isAlive, type RunningStack, runToEnd, startStack, waitFor } from '../support/start-stack.ts';
import { openCase, wageCase } from './support/cases.ts';
import { readWholeCase } from './support/whole-case.ts';

const closed = mkdtempSync(path.join(os.tmpdir(), 'onedoor-closed-'));
const empty = mkdtempSync(path.join(os.tmpdir(), 'onedoor-empty-'));
let first: RunningStack;

beforeAll(async () => {
  // mkdtemp makes folders only their owner can enter, so the database runs where its own user cannot go.
  first = await startStack(path.join(closed, 'data'));
});

afterAll(async () => {
  await first?.stop();
  for (const folder of [closed, empty]) rmSync(folder, { recursive: true, force: true });
});

describe('starting', () => {
  it('prints where everything is, who can be played and what to try', () => {
    for (const text of [first.stack.gatewayUrl, '/explorer', 'anonymous-partner', 'npm run demo:story']) {
      expect(first.output()).toContain(text);
    }
  });

  it('runs a second copy beside the first, on another port and with its own data', async () => {
    const second = await startStack();

    expect(second.stack.gatewayUrl).not.toBe(first.stack.gatewayUrl);
    const opened = await openCase(
      await second.as('window'),
      wageCase({ name: '韦志强', residentId: '990101197309080022' }),
    );
    await expect(readWholeCase(await first.as('window'), opened.id)).resolves.toBeNull();
    expect(await second.stop()).toBe(0);
    second.removeData();
  });

  it('refuses a second start on the same data and says where the first one is', async () => {
    const { code, output } = await runToEnd('src/start.ts', [], first.dataDir);

    expect(code).toBe(1);
    expect(output).toContain(first.stack.gatewayUrl);
    expect(output).toContain('ONEDOOR_DATA_DIR');
  });

  it('says so when the port asked for is taken', async () => {
    const holder = createServer();
    await new Promise<void>((settle) => holder.listen(0, '127.0.0.1', settle));
    const { port } = holder.address() as { port: number };
    const { code, output } = await runToEnd('src/start.ts', [], empty, { PORT: String(port) });
    holder.close();

    expect(code).toBe(1);
    expect(output).toContain(`${port} 已被占用`);
  });

  it('is ready again after everything was killed, with the earlier case still there', async () => {
    const window = await first.as('window');
    const opened = await openCase(window, wageCase({ name: '陆晓燕', residentId: '990101200002290054' }));
    const before = await readWholeCase(window, opened.id);
    await first.killEverything();

    first = await startStack(first.dataDir);

    const after = await readWholeCase(await first.as('window'), opened.id);
    expect(after.id).toBe(before.id);
    expect(after.referrals.map((referral) => referral.id)).toEqual(before.referrals.map((referral) => referral.id));
  });

  it('ends with 0 on SIGTERM and leaves no process behind', async () => {
    const another = await startStack();
    const family = descendantsOf(another.process.pid ?? 0);
    expect(family.length).toBeGreaterThan(5);

    expect(await another.stop()).toBe(0);

    await waitFor(() => !family.some(isAlive), 5_000);
    another.removeData();
  });
});

describe('a single role', () => {
  it('lists every bad setting at once and ends with 78', async () => {
    const { code, output } = await runToEnd('src/main.ts', [], empty, {
      ONEDOOR_MODE: 'demo',
      PORT: 'abc',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
    });

    expect(code).toBe(78);
    for (const name of ['PORT', 'DATABASE_URL', 'LOG_LEVEL']) expect(output).toContain(name);
  });

  it('refuses to run in production without its secret file', async () => {
    const { code, output } = await runToEnd('src/worker.ts', [], empty);

    expect(code).toBe(78);
    expect(output).toContain('ONEDOOR_SECRET_FILE');
  });

  it('does not spin on a database without the queue’s tables but ends and says so', async () => {
    const { code, output } = await runToEnd('src/worker.ts', [], empty, { ONEDOOR_MODE: 'demo', REDIS_URL: '' });

    expect(code).toBe(1);
    expect(output).toContain('worker');
  });

  it('migrates and seeds alone, twice with the same result', async () => {
    const migrated = await runToEnd('src/migrate.ts', [], empty, { ONEDOOR_MODE: 'demo' });
    const again = await runToEnd('src/migrate.ts', [], empty, { ONEDOOR_MODE: 'demo' });
    const seeded = await runToEnd('src/seed.ts', [], empty, { ONEDOOR_MODE: 'demo' });

    expect([migrated.code, again.code, seeded.code]).toEqual([0, 0, 0]);
    expect(migrated.output).toContain('_initial');
    expect(again.output).toContain('已是最新');
    expect(seeded.output).toMatch(/已发布事项 \/ items published: [1-9]\d/);
  });

  it('prints a persona’s token as one line without a running stack', async () => {
    const { code, output } = await runToEnd('src/token.ts', ['--as', 'window'], empty);

    expect(code).toBe(0);
    expect(output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it('names the personas when asked for one that is not there', async () => {
    const { code, output } = await runToEnd('src/token.ts', ['--as', 'nobody'], empty);

    expect(code).toBe(64);
    expect(output).toContain('mediator');
  });
});
