import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '#app/create-app.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { appOver, openBenchApp } from '../open-bench-app.ts';
import { openDeliveringHouse } from './delivering-house.ts';
import { percentile } from './fire.ts';
import { residentIdOf } from './requests.ts';

const AGENCIES = ['court', 'hr-bureau', 'legal-aid', 'township'];
const [HANGING = ''] = AGENCIES;
const OPEN_AT_ONCE = 8;

/**
 * L3: so many referrals for four agencies that take 20 ms each, then as many again while one of the four hangs. Prints
 * how fast the first are delivered, and how much later the other three agencies' are when one hangs.
 */
export async function benchDrain(referrals: number): Promise<void> {
  const bench = await openBenchApp(new Date());
  try {
    const well = await drain(bench.app, referrals, 0, false);
    const hanging = await drain(bench.app, referrals, referrals, true);
    const rate = referrals / (Math.max(...well.values().flatMap((each) => each)) / 1000);
    const others = (run: ReadonlyMap<string, readonly number[]>): number =>
      percentile(
        [...run].filter(([agency]) => agency !== HANGING).flatMap(([, times]) => times),
        0.99,
      );
    console.log(
      `L3 on ${process.env['REDIS_URL'] ? 'Redis' : 'PostgreSQL'}: ${referrals} referrals, ${rate.toFixed(0)}/s`,
    );
    console.log(
      `others' p99 from the worker's start to delivery: ${others(well).toFixed(0)} ms, with one agency hanging ${others(hanging).toFixed(0)} ms, ratio ${(others(hanging) / others(well)).toFixed(2)}`,
    );
  } finally {
    await bench.close();
  }
}

/** Milliseconds from the worker's start to delivery, by agency; of the hanging one nothing. */
async function drain(
  { databaseUrl, database }: App,
  count: number,
  from: number,
  oneHangs: boolean,
): Promise<ReadonlyMap<string, readonly number[]>> {
  await storeReferrals(databaseUrl, count, from);
  const [released] = await database.prisma.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const house = await openDeliveringHouse(databaseUrl, AGENCIES, `drain-${from}`);
  if (oneHangs) house.hang([HANGING]);
  const { prisma } = house.app.database;
  const expected = oneHangs ? count - Math.ceil(count / AGENCIES.length) : count;
  for (;;) {
    const [{ done } = { done: 0 }] = await prisma.$queryRaw<{ done: number }[]>`
      SELECT count(*)::int AS done FROM attempt WHERE outcome = 'RECEIVED' AND started_at >= ${released?.at}`;
    if (done >= expected) break;
    await pause(250);
  }
  const rows = await prisma.$queryRaw<{ agency: string; ms: number }[]>`
    SELECT e.agency_code AS agency, (extract(epoch FROM a.finished_at - ${released?.at}) * 1000)::float8 AS ms
      FROM attempt a JOIN effect e ON e.id = a.effect_id
     WHERE a.outcome = 'RECEIVED' AND a.started_at >= ${released?.at}`;
  await prisma.$executeRaw`UPDATE effect SET status = 'CANCELLED' WHERE status = 'PENDING'`;
  await house.stop();
  return new Map(
    [...Map.groupBy(rows, ({ agency }) => agency)].map(([agency, each]) => [agency, each.map(({ ms }) => ms)]),
  );
}

/** Accepted one by one as at a window, while no worker runs, then shared out evenly. */
async function storeReferrals(databaseUrl: string, count: number, from: number): Promise<void> {
  const app = await appOver(databaseUrl, new Date());
  const { prisma } = app.database;
  const viewer = { subject: 'bench:window', role: 'WINDOW', name: '窗口', divisionCode: '990100' } as const;
  let next = from;
  async function openOneAfterAnother(): Promise<void> {
    for (let turn = next++; turn < from + count; turn = next++)
      await openCase(app.dependencies, viewer, {
        idempotencyKey: `bench-${turn}`,
        serviceItemCode: 'courier-wage-arrears',
        channel: 'WINDOW',
        applicant: { name: '试压人', residentId: residentIdOf(turn) },
        divisionCode: '990101',
        form: {
          employerName: '桂江闪送科技有限公司',
          employmentGroup: 'COURIER',
          arrearsAmount: '16500.00',
          arrearsMonths: 3,
          unpaidSince: '2025-11-01',
          facts: '平台三个月未发劳动报酬，试压用',
        },
        consents: ['mediation-share', 'arbitration-share', 'court-share'],
      });
  }
  await Promise.all(Array.from({ length: OPEN_AT_ONCE }, openOneAfterAnother));
  await prisma.$executeRaw`
    WITH shared AS (
      SELECT id, referral_id, (${AGENCIES}::text[])[1 + (row_number() OVER (ORDER BY id) % ${AGENCIES.length}::int)::int] AS agency
        FROM effect WHERE status = 'PENDING'
    ), moved AS (
      UPDATE referral r SET agency_code = s.agency FROM shared s WHERE r.id = s.referral_id)
    UPDATE effect e SET agency_code = s.agency FROM shared s WHERE e.id = s.id`;
  await app.close();
}
