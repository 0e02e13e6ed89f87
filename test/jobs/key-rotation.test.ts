import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '#app/create-app.ts';
import { runJobs, type RunningJobs } from '#jobs/run-jobs.ts';
import { listen } from '#store/listen.ts';
import { fillSealedColumns, readFilled } from '../usecases/keys/support/fill-sealed-columns.ts';
import { beginRotation, letKeyTimePass, sealingKey } from '../usecases/keys/support/key-house.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';
import { openTestQueues, type TestQueues } from './support/queues.ts';

let stage: Stage;
let behind: TestQueues;
let running: RunningJobs[];

beforeAll(async () => {
  stage = await openStage([fakeAgency()]);
});
afterAll(() => stage.close());
beforeEach(() => {
  behind = openTestQueues(stage.app.databaseUrl);
  running = [];
});
afterEach(async () => {
  for (const jobs of running) await jobs.stop();
  await behind.wipe();
  await behind.close();
});

async function startWorker(app: App): Promise<void> {
  const jobs = await runJobs({
    usecases: app.system,
    queues: behind.openMore(),
    agencies: ['union'],
    polledAgencies: [],
    pollEveryMs: 60_000,
    async listen(wake) {
      const heard = await listen(app.databaseUrl, ['outbox'], wake, wake, () => {});
      return () => heard.stop();
    },
    onError: () => {},
  });
  running.push(jobs);
}

const keys = () => stage.app.dependencies.stores.dataKeys.list();

describe('a worker', () => {
  it('carries a rotation to its end, whichever of two has its turn', async () => {
    const second = await stage.secondApp();
    const filled = await fillSealedColumns(stage.app, stage.app.tools.crypto, 20);
    const before = await sealingKey(stage.app);
    await startWorker(stage.app);
    await startWorker(second);

    const id = await beginRotation(stage.app, [second]);

    await vi.waitFor(
      async () => expect((await stage.app.dependencies.stores.keyRotations.find(id))?.finishedAt).toBeDefined(),
      { timeout: 15_000 },
    );
    expect(await stage.app.dependencies.stores.sealedColumns.naming({ kind: 'DATA_KEY', id: before })).toEqual([]);
    expect(await readFilled(second, filled)).toEqual(filled.map(({ clear }) => clear));
  });

  it('makes a new key each month, one however many try, and leaves alone what is sealed', async () => {
    const { prisma } = stage.app.database;
    const second = await stage.secondApp();
    const before = (await keys()).length;
    await stage.app.system.renewDataKey();
    const young = (await keys()).length;
    await prisma.$executeRaw`UPDATE data_key SET created_at = created_at - interval '31 days'`;

    await Promise.all([stage.app, second].flatMap((app) => [app.system.renewDataKey(), app.system.renewDataKey()]));

    expect([young, (await keys()).length]).toEqual([before, before + 1]);
    expect((await keys()).at(-1)).toMatchObject({ state: 'WAITING', createdBy: 'system' });
    const old = await sealingKey(stage.app);
    await letKeyTimePass(stage.app);
    expect(await sealingKey(stage.app)).not.toBe(old);
    expect(await stage.app.dependencies.stores.keyRotations.list(10)).toHaveLength(1);
  });
});
