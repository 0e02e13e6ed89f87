import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { runJobs, type RunningJobs } from '#jobs/run-jobs.ts';
import { listen } from '#store/listen.ts';
import { ledgerAgency } from '../usecases/support/ledger-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';
import { openTestQueues, type TestQueues } from './support/queues.ts';

/** After half past two in Beijing. */
const NIGHT = new Date('2026-03-19T18:45:00Z');
const union = ledgerAgency();
let stage: Stage;
let behind: TestQueues;
let running: RunningJobs[];

beforeAll(async () => {
  stage = await openStage([union], { now: NIGHT });
});
afterAll(() => stage.close());
beforeEach(async () => {
  behind = openTestQueues(stage.app.databaseUrl);
  running = [];
  union.beforePage = () => {};
  union.asked.length = 0;
  await stage.app.database.prisma.reconciliationRun.deleteMany();
});
afterEach(async () => {
  for (const jobs of running) await jobs.stop();
  await behind.wipe();
  await behind.close();
});

async function startWorker(): Promise<void> {
  const jobs = await runJobs({
    usecases: stage.app.system,
    queues: behind.openMore(),
    agencies: ['union'],
    polledAgencies: [],
    pollEveryMs: 60_000,
    async listen(wake) {
      const heard = await listen(stage.app.databaseUrl, ['outbox', 'inbox'], wake, wake, () => {});
      return () => heard.stop();
    },
    onError: () => {},
  });
  running.push(jobs);
}

const runs = async () =>
  (await stage.app.database.prisma.reconciliationRun.findMany({ orderBy: { day: 'asc' } })).map(
    ({ day, status, attempts }) => `${day.toISOString().slice(0, 10)} ${status} ${attempts}`,
  );

describe('the nightly reconciliation', () => {
  it('is planned and done by itself, once, whichever of two workers comes first', async () => {
    await startWorker();
    await startWorker();

    await vi.waitFor(
      async () => expect(await runs()).toEqual(['2026-03-17 AGREED 1', '2026-03-18 AGREED 1', '2026-03-19 AGREED 1']),
      { timeout: 30_000, interval: 100 },
    );
    expect(union.asked.toSorted()).toEqual(['2026-03-17 -', '2026-03-18 -', '2026-03-19 -']);
  });

  it('of an agency that is down is tried again after its wait, without anybody asking', async () => {
    let down = true;
    union.beforePage = () => {
      if (down) throw new AgencyUnavailableError('CONNECT', 'nobody there');
    };
    await startWorker();
    const statuses = async () => (await runs()).map((run) => run.split(' ')[1]);
    await vi.waitFor(() => expect(union.asked.length).toBeGreaterThanOrEqual(3), { timeout: 30_000, interval: 100 });
    expect(await statuses()).toEqual(['DUE', 'DUE', 'DUE']);

    down = false;
    await vi.waitFor(
      async () => {
        await stage.app.database.prisma.$executeRaw`
          UPDATE reconciliation_run SET next_attempt_at = now() - interval '1 second' WHERE lease_until IS NULL`;
        expect(await statuses()).toEqual(['AGREED', 'AGREED', 'AGREED']);
      },
      { timeout: 30_000, interval: 200 },
    );
  });
});
