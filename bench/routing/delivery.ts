import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { nextFreePort } from '#app/demo-stack/free-port.ts';
import { CHANNELS } from '#store/wake-up.ts';
import { startMeasured } from '../measured-process.ts';
import { openStage } from '../stage.ts';
import { median, printVerdicts, round } from '../verdict.ts';
import { backendEnv, type Backend } from './backends.ts';
import { AGENCIES, needsOpener } from './open-needs.ts';
import { watchAgency } from './watched-agency.ts';

const CASES = 40;
const WARM_UP = 10;
const IDLE_MS = 150;
const GOAL_MS: Readonly<Record<Backend, number>> = { postgres: 50, redis: 15 };
const FIRST_PORT = 48_100;

/**
 * P5: from the commit that accepts a case, of which PostgreSQL tells whoever listens, to the first effect that arrives at an
 * agency, on an idle house. The answer to the window comes at about the same time and would be no measure.
 */
export async function benchDelivery(backend: Backend): Promise<void> {
  const stage = await openStage(AGENCIES, { SANDBOX_PACE_MS: '600000' });
  let arrived: ((at: number) => void) | undefined;
  const watched = await Promise.all(
    AGENCIES.map((agency) => watchAgency(stage.agencies[agency] ?? '', () => arrived?.(performance.now()))),
  );
  const urls = Object.fromEntries(
    AGENCIES.map((agency, at) => [`${agency.toUpperCase().replaceAll('-', '_')}_URL`, watched[at]?.url ?? '']),
  );
  const port = String(await nextFreePort('127.0.0.1', FIRST_PORT));
  const env = { ...stage.env, ...urls, ...backendEnv(backend), PORT: port };
  const database = new pg.Client({ connectionString: stage.databaseUrl });
  await database.connect();
  await database.query(`LISTEN ${CHANNELS.outbox}`);
  let committed: ((at: number) => void) | undefined;
  database.on('notification', () => committed?.(performance.now()));
  const roles = [await startMeasured('gateway', env), await startMeasured('worker', env)];
  try {
    const open = await needsOpener(`http://127.0.0.1:${port}`);
    const times: number[] = [];
    for (let index = 0; index < CASES + WARM_UP; index += 1) {
      const arrival = new Promise<number>((resolve) => (arrived = resolve));
      const commit = new Promise<number>((resolve) => (committed = resolve));
      await open();
      const ms = (await arrival) - (await commit);
      if (index >= WARM_UP) times.push(ms);
      await untilIdle(database);
    }
    console.log(`   ${backend}: fastest ${round(Math.min(...times))} ms, slowest ${round(Math.max(...times))} ms`);
    printVerdicts([
      {
        goal: 'P5',
        what: `accepted case to first delivery, p50, queue on ${backend}`,
        value: median(times),
        unit: 'ms',
        limit: { most: GOAL_MS[backend] },
      },
    ]);
  } finally {
    await Promise.all(roles.map((role) => role.stop()));
    await database.end();
    for (const agency of watched) agency.close();
    await stage.close();
  }
}

/** Every referral is with its agency, and what follows from the last of them has had its time. */
async function untilIdle(database: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await database.query(`SELECT FROM referral WHERE status = 'DRAFTED' LIMIT 1`);
    await pause(IDLE_MS);
    if (rowCount === 0) return;
  }
}
