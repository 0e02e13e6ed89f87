import { setTimeout as pause } from 'node:timers/promises';
import type { City } from '../city/start-city.ts';
import type { PlannedCase } from '../plan/plan-load.ts';

const LOOK_EVERY_MS = 100;
/** Under the five failures in a row by which an agency counts as down. */
const AT_ONCE = 2;
/** Far more than a budget of eight attempts takes; what is left then is for the checker to report. */
const MOST_ROUNDS = 200;
const PATIENCE_MS = 20_000;

export interface EndPoisonOptions {
  readonly poisonCases: readonly string[];
  /** Ordinary requests, taken from the front. */
  readonly company: readonly PlannedCase[];
  open(request: PlannedCase): Promise<void>;
}

/**
 * A failure uses the budget up only when the agency has answered something else since the one before. So poison is tried
 * again in the company of ordinary requests, as it would be on the days that follow, until it is a dead letter.
 */
export async function endPoison(city: City, { poisonCases, company, open }: EndPoisonOptions): Promise<void> {
  const requests = [...company];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const waiting = await poisonByAgency(city, poisonCases);
    if (waiting.size === 0) return;
    await hold(city, [...waiting.values()].flat());
    for (const agency of waiting.keys()) {
      const at = requests.findIndex((request) => request.agency === agency);
      const [request] = at < 0 ? [] : requests.splice(at, 1);
      if (request) await open(request);
    }
    await until(async () => (await countOthers(city, [...waiting.keys()], poisonCases)) === 0);
    const tried = [...waiting.values()].flatMap((ids) => ids.slice(0, AT_ONCE));
    await city.postgres.query(
      `UPDATE effect SET next_attempt_at = now() - interval '1 second', offered_at = NULL WHERE id = ANY($1::uuid[])`,
      [tried],
    );
    await until(async () => (await countDue(city, tried)) === 0);
  }
}

/** Many of them in a row, with nothing else between, would count as an agency that is down, and wait for its probes. */
async function hold({ postgres }: City, ids: readonly string[]): Promise<void> {
  await postgres.query(
    `UPDATE effect SET next_attempt_at = now() + interval '1 hour' WHERE id = ANY($1::uuid[]) AND lease_until IS NULL`,
    [ids],
  );
}

/** What is still being tried, the oldest first. */
async function poisonByAgency(
  { postgres }: City,
  poisonCases: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await postgres.query<{ id: string; agency: string }>(
    `SELECT e.id, e.agency_code AS agency FROM effect e JOIN referral r ON r.id = e.referral_id
      WHERE e.status = 'PENDING' AND r.case_id = ANY($1::uuid[]) ORDER BY e.id`,
    [poisonCases],
  );
  const grouped = Map.groupBy(rows, ({ agency }) => agency);
  return new Map([...grouped].map(([agency, effects]) => [agency, effects.map(({ id }) => id)]));
}

/** What these agencies have still to be told besides it. */
async function countOthers(
  { postgres }: City,
  agencies: readonly string[],
  poisonCases: readonly string[],
): Promise<number> {
  const [row] = await postgres.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM effect e JOIN referral r ON r.id = e.referral_id
      WHERE e.status = 'PENDING' AND e.agency_code = ANY($1) AND r.case_id <> ALL($2::uuid[])`,
    [agencies, poisonCases],
  );
  return row?.open ?? 0;
}

async function countDue({ postgres }: City, ids: readonly string[]): Promise<number> {
  const [row] = await postgres.query<{ due: number }>(
    `SELECT count(*)::int AS due FROM effect
      WHERE id = ANY($1::uuid[]) AND status = 'PENDING' AND (next_attempt_at <= now() OR lease_until > now())`,
    [ids],
  );
  return row?.due ?? 0;
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await reached()) && performance.now() < deadline) await pause(LOOK_EVERY_MS);
}
