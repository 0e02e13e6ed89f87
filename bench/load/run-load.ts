import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { personaToken } from '#app/personas.ts';
import { fire, percentile, type Shots } from './fire.ts';
import { type LoadedHouse, startHouse } from './start-house.ts';
import { type GatewaySample, watchGateway } from './watch-gateway.ts';

const PORT = 4710;
const RATE = 200;
const WARM_UP_SECONDS = 10;

/** L1: 200 requests a second, a fifth of them referrals. Prints what the goal of reliability asks for. */
export async function benchSteadyLoad(minutes: number): Promise<void> {
  await withHouse(async (house, volley) => {
    await volley(RATE, WARM_UP_SECONDS);
    const watch = watchGateway(house.url, await personaToken('operator'), 5_000);
    const shots = await volley(RATE, Math.round(minutes * 60));
    watch.stop();
    print(`L1 ${RATE}/s, ${minutes} min`, shots);
    printGateway(watch.samples());
    await printKept(house, 'accepted in all');
  });
}

/** L2: five times as much for a while, then the usual load again. */
export async function benchOverload(seconds: number): Promise<void> {
  await withHouse(async (house, volley) => {
    await volley(RATE, WARM_UP_SECONDS);
    const before = await volley(RATE, 15);
    const during = await volley(RATE * 5, seconds);
    await pause(10_000);
    const after = await volley(RATE, 15);
    print('L2 before', before);
    print(`L2 overload ${RATE * 5}/s, ${seconds} s`, during);
    print('L2 after, 10 s later', after);
    console.log(`refused without Retry-After: ${during.missingRetryAfter}`);
    await printKept(house, 'accepted in all');
  });
}

type FireVolley = (perSecond: number, seconds: number) => Promise<Shots>;

let acceptedInAll = 0;

async function withHouse(work: (house: LoadedHouse, volley: FireVolley) => Promise<void>): Promise<void> {
  const house = await startHouse(PORT);
  const token = await personaToken('window');
  let from = 0;
  try {
    await work(house, async (perSecond, seconds) => {
      const shots = await fire({ url: house.url, token, perSecond, seconds, from });
      from += perSecond * seconds;
      acceptedInAll += shots.acceptedCases;
      return shots;
    });
  } finally {
    await house.stop();
  }
}

function print(what: string, { sent, byStatus, refused, accepted, acceptedCases }: Shots): void {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(accepted, share).toFixed(0));
  console.log(
    `${what}: sent ${sent}, ${JSON.stringify(byStatus)}, refused inside ${refused}, cases ${acceptedCases}; accepted p50 ${p50} p95 ${p95} p99 ${p99} ms`,
  );
}

function printGateway(samples: readonly GatewaySample[]): void {
  const [early] = samples.slice(Math.floor(samples.length / 5));
  const last = samples.at(-1);
  if (!early || !last) return;
  const growth = ((last.rssMb / early.rssMb - 1) * 100).toFixed(0);
  const delay = percentile(
    samples.map(({ eventLoopP99Ms }) => eventLoopP99Ms),
    0.5,
  ).toFixed(0);
  const worst = Math.max(...samples.map(({ eventLoopP99Ms }) => eventLoopP99Ms)).toFixed(0);
  console.log(
    `gateway: RSS ${early.rssMb.toFixed(0)} → ${last.rssMb.toFixed(0)} MB (${growth} %), event loop p99 ${delay} ms, worst ${worst} ms`,
  );
}

/** Every case that was answered as accepted has to lie in the database. */
async function printKept({ databaseUrl }: LoadedHouse, what: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ cases: number; open: number }>(
    `SELECT (SELECT count(*)::int FROM "case" WHERE opened_at > now() - interval '1 hour') AS cases,
            (SELECT count(*)::int FROM effect WHERE status = 'PENDING') AS open`,
  );
  await client.end();
  console.log(
    `${what}: ${acceptedInAll} answered, ${rows[0]?.cases} in the database; deliveries open ${rows[0]?.open}`,
  );
}
