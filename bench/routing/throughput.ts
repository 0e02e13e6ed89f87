import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { nextFreePort } from '#app/demo-stack/free-port.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import { startMeasured } from '../measured-process.ts';
import { openStage, type Stage } from '../stage.ts';
import { median, printVerdicts, round } from '../verdict.ts';
import { backendEnv, type Backend } from './backends.ts';
import { AGENCIES, needsOpener, REFERRALS_PER_CASE } from './open-needs.ts';

const CASES = 100;
const OPENED_AT_ONCE = 8;
/** What one worker process takes of an agency's queue at once, and what the relay hands over in one go. */
const PER_AGENCY = 8;
const BULK = 200;
const LOOK_EVERY_MS = 20;
const FIRST_PORT = 49_100;

/**
 * P6: accepted cases wait while no worker runs; from the moment it runs until every referral is with its agency, with
 * the agency's receipt stored. Beside it the same number of jobs that do nothing, on the same backend.
 */
export async function benchThroughput(backend: Backend, count: number): Promise<void> {
  const stage = await openStage(AGENCIES, { SANDBOX_PACE_MS: '600000' });
  const port = String(await nextFreePort('127.0.0.1', FIRST_PORT));
  const env = { ...stage.env, ...backendEnv(backend), PORT: port };
  const gateway = await startMeasured('gateway', env);
  const database = new pg.Client({ connectionString: stage.databaseUrl });
  await database.connect();
  try {
    const open = await needsOpener(`http://127.0.0.1:${port}`);
    const rounds: { ours: number; raw: number }[] = [];
    for (let index = 0; index < count; index += 1) {
      await openCases(open);
      const ours = await routeAll(env, database);
      const raw = await rawJobs(stage, backend);
      rounds.push({ ours, raw });
      console.log(`   ${backend}: ${round(ours)} cases/s beside ${round(raw)} of raw BullMQ`);
    }
    const raw = median(rounds.map((one) => one.raw));
    printVerdicts([
      {
        goal: 'P6',
        what: `cases fully routed a second (3 referrals), queue on ${backend}`,
        value: raw * median(rounds.map((one) => one.ours / one.raw)),
        yardstick: raw,
        unit: 'cases/s',
        limit: { least: 0.6 },
      },
    ]);
  } finally {
    await database.end();
    await gateway.stop();
    await stage.close();
  }
}

async function openCases(open: () => Promise<void>): Promise<void> {
  let left = CASES;
  async function clerk(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await open();
    }
  }
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, clerk));
}

/** Cases a second; the worker's own start-up is not counted. */
async function routeAll(env: Readonly<Record<string, string>>, database: pg.Client): Promise<number> {
  const left = async (): Promise<number> => {
    const { rows } = await database.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM referral WHERE status = 'DRAFTED'`,
    );
    return rows[0]?.left ?? 0;
  };
  const expected = CASES * REFERRALS_PER_CASE;
  const waiting = await left();
  if (waiting !== expected) throw new Error(`${waiting} referrals wait instead of ${expected}`);
  const worker = await startMeasured('worker', env);
  // It may have begun before it said that it is ready: what is counted is what was left then.
  const startedAt = performance.now();
  const leftThen = await left();
  while ((await left()) > 0) await pause(LOOK_EVERY_MS);
  const seconds = (performance.now() - startedAt) / 1_000;
  await worker.stop();
  return leftThen / REFERRALS_PER_CASE / seconds;
}

/** The same number of jobs on as many queues, handed over in bulk and worked off doing nothing. */
async function rawJobs({ databaseUrl }: Stage, backend: Backend): Promise<number> {
  const queues = openJobQueues({
    databaseUrl,
    redisUrl: backendEnv(backend)['REDIS_URL'] || undefined,
    prefix: `bench-${randomUUID().slice(0, 8)}`,
    workers: AGENCIES.length,
    onError: (error) => console.error(error),
  });
  const all = CASES * REFERRALS_PER_CASE;
  let done = 0;
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  for (const agency of AGENCIES) {
    await queues.work(`raw-${agency}`, { concurrency: PER_AGENCY }, async () => {
      done += 1;
      if (done === all) finish();
    });
  }
  const startedAt = performance.now();
  for (const agency of AGENCIES) {
    for (let first = 0; first < CASES; first += BULK) {
      const jobs = Array.from({ length: Math.min(BULK, CASES - first) }, () => randomUUID());
      await queues.add(
        `raw-${agency}`,
        jobs.map((id) => ({ name: 'no-op', id: `o-${id}`, data: { id } })),
      );
    }
  }
  await finished;
  const seconds = (performance.now() - startedAt) / 1_000;
  await queues.close();
  return CASES / seconds;
}
