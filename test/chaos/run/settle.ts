import { setTimeout as pause } from 'node:timers/promises';
import type { City } from '../city/start-city.ts';
import { SLOW_TO_ANSWER } from '../plan/faults.ts';
import { endPoison, type EndPoisonOptions } from './end-poison.ts';

/**
 * Far longer than a lease, a job's lock and the pause of a breaker, for a busy machine. When nothing has moved for so long, whatever is still open
 * is for the checker to report.
 */
const STANDSTILL_MS = 60_000;
const LOOK_EVERY_MS = 250;
const FORWARD_EVERY_MS = 2_500;
const QUICK_MS = 40;

export interface Settled {
  /** How often the waiting of rows for their next attempt was cut short. */
  readonly forwards: number;
}

/**
 * Everything is in order again; waits until nothing is under way any more. What waits for its next attempt is due at
 * once, as it would be after some hours; poison stays out of it, or its failures would open the breaker for the others, and
 * has its end after them.
 */
export async function settle(city: City, poison: EndPoisonOptions): Promise<Settled> {
  const { poisonCases } = poison;
  await restoreOrder(city);
  let forwards = 0;
  let forwarded = 0;
  await untilStill(
    () => countPending(city, poisonCases),
    async () => {
      if (performance.now() - forwarded < FORWARD_EVERY_MS) return;
      forwarded = performance.now();
      forwards += await bringForward(city, poisonCases);
    },
  );
  await endPoison(city, poison);
  // Only now: the doubts have all been found.
  for (const agency of SLOW_TO_ANSWER) await city.agencies.get(agency)?.pace(QUICK_MS);
  let nudged = performance.now();
  await untilStill(
    () => countUnanswered(city),
    async () => {
      if (performance.now() - nudged < FORWARD_EVERY_MS) return;
      nudged = performance.now();
      for (const agency of city.agencies.values()) {
        if ((await agency.waiting()).undelivered > 0) await agency.sendAgain(city.gatewayUrl);
      }
    },
  );
  return { forwards };
}

async function restoreOrder(city: City): Promise<void> {
  for (const each of [city.gateway, ...city.workers.values(), ...(city.redis ? [city.redis.process] : [])]) {
    each.thaw();
    each.start();
  }
  for (const agency of city.agencies.values()) {
    agency.process.start();
    await agency.ready();
    await agency.misbehave({ mode: 'normal' });
  }
}

async function untilStill(remaining: () => Promise<number>, meanwhile: () => Promise<void>): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let moved = performance.now();
  for (;;) {
    const now = await remaining();
    if (now === 0) return;
    if (now < least) {
      least = now;
      moved = performance.now();
    }
    if (performance.now() - moved > STANDSTILL_MS) return;
    await meanwhile();
    await pause(LOOK_EVERY_MS);
  }
}

const WAITING =
  "FROM effect e JOIN referral r ON r.id = e.referral_id WHERE e.status = 'PENDING' AND r.case_id <> ALL($1::uuid[])";

async function countPending({ postgres }: City, poisonCases: readonly string[]): Promise<number> {
  const [row] = await postgres.query<{ open: number }>(`SELECT count(*)::int AS open ${WAITING}`, [poisonCases]);
  return row?.open ?? 0;
}

async function bringForward({ postgres }: City, poisonCases: readonly string[]): Promise<number> {
  const rows = await postgres.query(
    `UPDATE effect SET next_attempt_at = now() WHERE next_attempt_at > now() AND id IN (SELECT e.id ${WAITING}) RETURNING id`,
    [poisonCases],
  );
  return rows.length;
}

/** Matters that an agency has not decided, answers under way, and decisions that do not show on the referral yet. */
async function countUnanswered({ agencies, postgres }: City): Promise<number> {
  const waiting = await Promise.all([...agencies.values()].map((agency) => agency.waiting()));
  const [row] = await postgres.query<{ open: number }>(
    `SELECT (SELECT count(*) FROM inbound_message WHERE status = 'STORED')::int
          + (SELECT count(*) FROM referral r JOIN effect e ON e.referral_id = r.id
              WHERE e.status = 'DELIVERED' AND r.status NOT IN ('COMPLETED', 'REFUSED', 'RETURNED', 'RECALLED')
                AND e.agency_code = ANY($1))::int AS open`,
    [[...agencies.keys()]],
  );
  return waiting.reduce((sum, { undelivered, open }) => sum + undelivered + open.length, row?.open ?? 0);
}
