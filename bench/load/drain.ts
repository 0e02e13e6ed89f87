import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '#app/create-app.ts';
import { demoSecrets } from '#app/secrets.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import { runJobs } from '#jobs/run-jobs.ts';
import { createLogger } from '#platform/logger.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { appOver, openBenchApp } from '../open-bench-app.ts';
import { percentile } from './fire.ts';
import { residentIdOf } from './requests.ts';

const AGENCIES = ['court', 'hr-bureau', 'legal-aid', 'township'];
const [HANGING = ''] = AGENCIES;
const ANSWER_MS = 20;
const OPEN_AT_ONCE = 8;

/**
 * L3: so many referrals for four agencies that take 20 ms each, then as many again while one of the four hangs. Prints
 * how fast the first are delivered, and how much later the other three agencies' are when one hangs.
 */
export async function benchDrain(referrals: number): Promise<void> {
  const bench = await openBenchApp(new Date());
  try {
    const well = await drain(bench.app.databaseUrl, referrals, 0, false);
    const hanging = await drain(bench.app.databaseUrl, referrals, referrals, true);
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
  databaseUrl: string,
  count: number,
  from: number,
  oneHangs: boolean,
): Promise<ReadonlyMap<string, readonly number[]>> {
  await storeReferrals(databaseUrl, count, from);
  const app = await createApp({
    databaseUrl,
    secrets: demoSecrets(),
    connectors: new Map(AGENCIES.map((code) => [agencyCode(code), simulated(code, oneHangs && code === HANGING)])),
    clock: () => ({ now: () => new Date() }),
    log: createLogger('silent', 'bench'),
    production: false,
    agencyCallMs: 2_000,
  });
  const queues = openJobQueues({
    databaseUrl,
    redisUrl: process.env['REDIS_URL'],
    prefix: `bench-${new URL(databaseUrl).port}-${from}`,
    workers: AGENCIES.length + 3,
    onError: () => {},
  });
  const { prisma } = app.database;
  const [released] = await prisma.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const jobs = await runJobs({
    usecases: app.system,
    queues,
    agencies: AGENCIES,
    polledAgencies: [],
    pollEveryMs: 60_000,
    listen: async () => async () => {},
    onError: () => {},
  });
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
  await jobs.stop();
  await prisma.$executeRaw`UPDATE effect SET status = 'CANCELLED' WHERE status = 'PENDING'`;
  await app.close();
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

function simulated(code: string, hangs: boolean): AgencyConnector {
  const agency = agencyCode(code);
  return {
    code: agency,
    roles: [],
    channel: 'API',
    effectKey: 'HONOURED',
    lookUps: {},
    async send(_message, _key, call) {
      if (!hangs) {
        await pause(ANSWER_MS);
        return { kind: 'RECEIVED' };
      }
      await new Promise((given) => call.signal.addEventListener('abort', given, { once: true }));
      throw new AgencyUnavailableError('TIMEOUT', `${code} hangs`);
    },
    close: async () => {},
  };
}
