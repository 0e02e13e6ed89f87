import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { personaToken } from '#app/personas.ts';
import { askUntil, createGraphClient, type GraphClient } from '../../tools/story/graph-client.ts';
import { waitFor } from '../support/start-stack.ts';
import { createEmptyDatabase } from '../support/test-database.ts';
import { openCase, wageCase } from './support/cases.ts';
import { type RoleProcess, startProcess } from './support/role-process.ts';
import { readWholeCase } from './support/whole-case.ts';

/** Single roles that share nothing but a data folder: whoever comes first runs the database, the others attach to it. */
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'onedoor-roles-'));
const settings = { ONEDOOR_MODE: 'demo', ONEDOOR_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info' };
const running: RoleProcess[] = [];

function start(role: string, more: Readonly<Record<string, string>> = {}): RoleProcess {
  const process = startProcess(`src/${role}.ts`, { ...settings, ...more });
  running.push(process);
  return process;
}

async function startGateway(): Promise<{ process: RoleProcess; window: GraphClient }> {
  const process = start('main');
  const url = await process.says(/"url":"(http:[^"]+)","msg":"gateway is ready"/);
  return { process, window: createGraphClient(url, await personaToken('window')) };
}

async function startWorker(): Promise<RoleProcess> {
  const worker = start('worker');
  await worker.says(/worker is ready/);
  return worker;
}

beforeAll(async () => {
  for (const role of ['migrate', 'seed']) {
    const code = await start(role).ended(60_000);
    if (code !== 0) throw new Error(`${role} ended with ${code}`);
  }
});

afterEach(async () => {
  for (const process of running.splice(0)) {
    if (process.exitCode() === undefined) process.signal('SIGTERM');
    await process.ended();
  }
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** A referral to the union's own studio, which needs a worker and nobody else. */
async function expectCaseToBeDelivered(window: GraphClient, name: string, residentId: string): Promise<string> {
  const { id } = await openCase(window, wageCase({ name, residentId }));
  await askUntil(
    () => readWholeCase(window, id),
    (whole) => whole.referrals[0]?.status === 'SENT',
    'delivery to the studio',
    20_000,
  );
  return id;
}

describe('roles that were started one by one on one data folder', () => {
  it('share the database, and the worker takes it over when the gateway that ran it is killed', async () => {
    const gateway = await startGateway();
    const worker = await startWorker();
    const earlier = await expectCaseToBeDelivered(gateway.window, '韦志强', '990101197309080022');

    gateway.process.signal('SIGKILL');

    await worker.says(/taking it over/);
    const again = await startGateway();
    expect(await readWholeCase(again.window, earlier)).toMatchObject({ id: earlier });
    await expectCaseToBeDelivered(again.window, '陆晓燕', '990101200002290054');
    expect(worker.exitCode()).toBeUndefined();
  });

  it('go on when the worker that ran the database is killed', async () => {
    const worker = await startWorker();
    const gateway = await startGateway();

    worker.signal('SIGKILL');

    await gateway.process.says(/taking it over/);
    await startWorker();
    await waitFor(() => answers(gateway.window), 20_000);
    await expectCaseToBeDelivered(gateway.window, '蒙建国', '99010119680420004X');
    expect(gateway.process.exitCode()).toBeUndefined();
  });

  it('end with 0 on SIGTERM, whoever runs the database and in whatever order', async () => {
    const { process: gateway } = await startGateway();
    const worker = await startWorker();

    gateway.signal('SIGTERM');

    expect(await gateway.ended(10_000)).toBe(0);
    await worker.says(/taking it over/);
    worker.signal('SIGTERM');
    expect(await worker.ended(10_000)).toBe(0);
  });
});

describe('a worker on a database without tables', () => {
  it('ends within five seconds and names the command that mends it, whatever the queue runs on', async () => {
    const database = await createEmptyDatabase();
    const started = performance.now();
    const worker = start('worker', { DATABASE_URL: database.url });

    expect(await worker.ended()).toBe(1);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(worker.output()).toContain('npm run migrate');
    await database.drop();
  });
});

async function answers(window: GraphClient): Promise<boolean> {
  return window.ask('{ viewer { name } agencies { code } }').then(
    () => true,
    () => false,
  );
}
