import { setTimeout as pause } from 'node:timers/promises';
import type { ManagedProcess } from '../city/managed-process.ts';
import type { City } from '../city/start-city.ts';
import type { Fault } from '../plan/faults.ts';
import type { LoadLedger } from './send-load.ts';

/** What became of the blows, for the figures. */
export interface BlowRecord {
  readonly done: Map<string, number>;
  readonly terminations: Termination[];
  readonly failed: string[];
}

/** One SIGTERM of the gateway under load. */
export interface Termination {
  readonly code: number | null;
  readonly ms: number;
  readonly inFlight: number;
  /** Of those, how many were not answered. */
  readonly broken: number;
}

export interface InjectOptions {
  readonly faults: readonly Fault[];
  /** The share of the work that is done, 0 to 1. */
  progress(): Promise<number>;
  readonly ledger: LoadLedger;
  tell(line: string): void;
}

/** When nothing moves for so long, the next blow falls anyhow: it may be the one that ends a standstill. */
const STANDSTILL_MS = 5_000;
const LOOK_EVERY_MS = 150;

/** Deals out the plan, each blow when its share of the work is done; returns when all have been dealt and are over. */
export async function inject(city: City, options: InjectOptions): Promise<BlowRecord> {
  const record: BlowRecord = { done: new Map(), terminations: [], failed: [] };
  const under: Promise<void>[] = [];
  let seen = 0;
  let moved = performance.now();
  for (const fault of options.faults) {
    for (;;) {
      const now = await options.progress();
      if (now > seen) moved = performance.now();
      seen = Math.max(seen, now);
      if (fault.at <= seen) break;
      if (performance.now() - moved > STANDSTILL_MS) {
        moved = performance.now();
        break;
      }
      await pause(LOOK_EVERY_MS);
    }
    const name = nameOf(fault);
    options.tell(`${(seen * 100).toFixed(0).padStart(3)} %  ${name}`);
    record.done.set(fault.do, (record.done.get(fault.do) ?? 0) + 1);
    under.push(
      strike(city, fault, options.ledger, record).catch(
        (error: unknown) => void record.failed.push(`${name}: ${String(error)}`),
      ),
    );
  }
  await Promise.all(under);
  return record;
}

function nameOf({ at: _at, group, ...blow }: Fault): string {
  return `${group} ${JSON.stringify(blow)}`;
}

/** One at a time for each part: a process is not killed while it is being brought back. */
const busy = new WeakMap<object, Promise<unknown>>();

function inTurn(part: object, work: () => Promise<void>): Promise<void> {
  const turn = (busy.get(part) ?? Promise.resolve()).then(work, work);
  busy.set(part, turn);
  return turn;
}

/**
 * A stop in order promises its requests an answer, which no stop can while the database is away: the one waits for the
 * other to be over.
 */
const stops = new Set<Promise<void>>();
const outages = new Set<Promise<void>>();

async function apart(mine: Set<Promise<void>>, others: Set<Promise<void>>, work: () => Promise<void>): Promise<void> {
  await Promise.allSettled(others);
  const running = work();
  mine.add(running);
  await running.finally(() => mine.delete(running));
}

function strike(city: City, fault: Fault, ledger: LoadLedger, record: BlowRecord): Promise<void> {
  if (fault.do === 'terminate') return apart(stops, outages, () => deal(city, fault, ledger, record));
  const outage = fault.group === 'F3' || (fault.do === 'stall' && fault.line === 'database');
  return outage ? apart(outages, stops, () => deal(city, fault, ledger, record)) : deal(city, fault, ledger, record);
}

async function deal(city: City, fault: Fault, ledger: LoadLedger, record: BlowRecord): Promise<void> {
  switch (fault.do) {
    case 'kill':
      return kill(city, fault.whom);
    case 'freeze': {
      const worker = city.workers.get(fault.whom);
      if (!worker) return;
      // One sleeps at a time: somebody has to take over what it holds.
      return inTurn(city.workers, () =>
        inTurn(worker, async () => {
          await catchInTheAct(city, worker);
          await pause(fault.ms);
          worker.thaw();
          // It is dangerous in the moments after it wakes up: no other blow may end it before it has acted.
          await pause(AWAKE_MS);
        }),
      );
    }
    case 'terminate':
      return inTurn(city.gateway, () => terminate(city, ledger, record));
    case 'flush-redis':
      return city.redis && inTurn(city.redis.process, city.redis.flushAll);
    case 'cut-connections':
      await city.postgres.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      return;
    case 'lock-table':
      return city.postgres.lockTable(fault.table, fault.ms).catch(() => {
        // The server was killed while the table was held: then nobody holds it any more.
      });
    case 'kill-agency':
    case 'agency-down':
    case 'agency-up': {
      const agency = city.agencies.get(fault.agency)?.process;
      if (!agency) return;
      return inTurn(agency, async () => {
        if (fault.do !== 'agency-up') await agency.kill();
        if (fault.do !== 'agency-down') agency.start();
      });
    }
    case 'misbehave': {
      const agency = city.agencies.get(fault.agency);
      if (agency?.process.isRunning()) await agency.misbehave(fault.how);
      return;
    }
    case 'stall':
      return (fault.line === 'database' ? city.databaseLine : city.agencies.get(fault.line)?.line)?.stall(fault.ms);
  }
}

const AWAKE_MS = 3_000;
const CAUGHT_AT_LEAST = 6;
const CATCH_WITHIN_MS = 5_000;
const AT_WORK_WITHIN_MS = 20_000;
const LOOK_FOR_CLAIMS_MS = 50;

/**
 * Freezes a worker between claiming and sending, where it does harm when it wakes up with a claim that it has lost: the
 * database makes the claims, and the word of it is held back until the worker sleeps.
 */
async function catchInTheAct(city: City, worker: ManagedProcess): Promise<void> {
  await atWork(city, worker);
  const deadline = performance.now() + CATCH_WITHIN_MS;
  const letGo = city.databaseLine.holdAnswers();
  try {
    const [from] = await city.postgres.query<{ at: string }>('SELECT now()::text AS at');
    for (;;) {
      const [row] = await city.postgres.query<{ open: number }>(
        'SELECT count(*)::int AS open FROM attempt WHERE finished_at IS NULL AND started_at > $1::timestamptz',
        [from?.at],
      );
      if ((row?.open ?? 0) >= CAUGHT_AT_LEAST || performance.now() > deadline) break;
      await pause(LOOK_FOR_CLAIMS_MS);
    }
    worker.freeze();
  } finally {
    letGo();
  }
}

/** A worker that is still starting holds nothing. */
async function atWork({ postgres }: City, worker: ManagedProcess): Promise<void> {
  const deadline = performance.now() + AT_WORK_WITHIN_MS;
  while (performance.now() < deadline) {
    const [alive] = await postgres.query('SELECT FROM running_process WHERE pid = $1', [worker.pid()]);
    if (alive) return;
    await pause(LOOK_FOR_CLAIMS_MS);
  }
}

function kill(city: City, whom: Extract<Fault, { do: 'kill' }>['whom']): Promise<void> {
  if (whom === 'postgres') return inTurn(city.postgres, city.postgres.killAndRestart);
  const part = whom === 'gateway' ? city.gateway : whom === 'redis' ? city.redis?.process : city.workers.get(whom);
  if (!part) return Promise.resolve();
  return inTurn(part, async () => {
    await part.kill();
    part.start();
  });
}

/** A request younger than this may not have reached the process yet when the signal does. */
const SURELY_ARRIVED_MS = 1_000;
const EXIT_WITHIN_MS = 10_000;
const READ_WITHIN_MS = 5_000;

async function terminate({ gateway, gatewayUrl }: City, ledger: LoadLedger, record: BlowRecord): Promise<void> {
  await answers(gatewayUrl);
  const now = performance.now();
  const inFlight = [...ledger.inFlight].filter(({ since }) => now - since > SURELY_ARRIVED_MS);
  const { code, ms } = await gateway.terminate(EXIT_WITHIN_MS + 1_000);
  // What was answered may still have to be read here, which takes its time on a busy machine.
  const read = performance.now() + READ_WITHIN_MS;
  while (inFlight.some(({ end }) => end === undefined) && performance.now() < read) await pause(20);
  record.terminations.push({
    code,
    ms,
    inFlight: inFlight.length,
    broken: inFlight.filter(({ end }) => end !== 'answered').length,
  });
  gateway.start();
}

/** A gateway that is still starting has no request under way and nothing to prove. */
async function answers(url: string): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (performance.now() < deadline) {
    try {
      if ((await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(1_000) })).ok) break;
    } catch {
      await pause(50);
    }
  }
  await pause(500);
}
