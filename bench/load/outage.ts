import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '#app/create-app.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { AGENCY_NAMES } from '../../test/chaos/plan/faults.ts';
import { planLoad } from '../../test/chaos/plan/plan-load.ts';
import { openBenchApp } from '../open-bench-app.ts';
import { printVerdicts } from '../verdict.ts';
import { openDeliveringHouse } from './delivering-house.ts';
import { percentile } from './fire.ts';

const DOWN = 'legal-aid';
const PER_SECOND = 10;
const VIEWER = { subject: 'bench:window', role: 'WINDOW', name: '窗口', divisionCode: '990100' } as const;

/**
 * One agency of five gives no answer for the whole of a run: how long the deliveries of the other four take beside a run
 * in which all answer, and how long it takes until it has everything once it answers again.
 */
export async function benchOutage(seconds: number): Promise<void> {
  const bench = await openBenchApp(new Date());
  const { databaseUrl } = bench.app;
  const house = await openDeliveringHouse(databaseUrl, AGENCY_NAMES, 'outage');
  try {
    const count = Math.round(seconds * PER_SECOND);
    const load = planLoad({ seed: 1, referrals: 2 * count + PER_SECOND * 5, groups: [] });
    await openAtPace(house.app, load.slice(0, PER_SECOND * 5));
    await untilDelivered(house.app, []);
    const well = await timesOfOthers(house.app, () => openAtPace(house.app, load.slice(-2 * count, -count)));
    house.hang([DOWN]);
    const down = await timesOfOthers(house.app, () => openAtPace(house.app, load.slice(-count)));
    const backlog = await countOpen(house.app, []);
    house.hang([]);
    const began = performance.now();
    await untilDelivered(house.app, []);
    const drained = (performance.now() - began) / 1_000;
    for (const share of [0.5, 0.99]) {
      printVerdicts([
        {
          goal: 'outage',
          what: `from acceptance to delivery with ${DOWN} down, the other agencies, p${share * 100}, beside all well`,
          value: percentile(down, share),
          yardstick: percentile(well, share),
          unit: 'ms',
          limit: { most: share === 0.5 ? 1.2 : 2 },
        },
      ]);
    }
    console.log(
      `${backlog} referrals waited for ${DOWN}; all delivered ${drained.toFixed(1)} s after it answered again`,
    );
  } finally {
    await house.stop();
    await bench.close();
  }
}

async function openAtPace(app: App, load: ReturnType<typeof planLoad>): Promise<void> {
  const began = performance.now();
  const opened = load.map(async ({ key, input }, at) => {
    await pause(Math.max(0, began + (at / PER_SECOND) * 1_000 - performance.now()));
    await openCase(app.dependencies, VIEWER, { idempotencyKey: key, ...input } as Parameters<typeof openCase>[2]);
  });
  await Promise.all(opened);
}

/** Milliseconds from acceptance to the agency's receipt in our books, of whatever `work` opened for the other agencies. */
async function timesOfOthers(app: App, work: () => Promise<void>): Promise<readonly number[]> {
  const { prisma } = app.database;
  const [from] = await prisma.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  await work();
  await untilDelivered(app, [DOWN]);
  const rows = await prisma.$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM a.finished_at - e.created_at) * 1000)::float8 AS ms
      FROM attempt a JOIN effect e ON e.id = a.effect_id
     WHERE a.outcome = 'RECEIVED' AND e.created_at >= ${from?.at} AND e.agency_code <> ${DOWN}`;
  return rows.map(({ ms }) => ms);
}

async function countOpen(app: App, but: readonly string[]): Promise<number> {
  return app.database.prisma.effect.count({ where: { status: 'PENDING', agencyCode: { notIn: [...but] } } });
}

async function untilDelivered(app: App, but: readonly string[]): Promise<void> {
  while ((await countOpen(app, but)) > 0) await pause(100);
}
