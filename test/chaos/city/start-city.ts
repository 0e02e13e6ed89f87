import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrateDatabase } from '#app/migrate-database.ts';
import { openApp } from '#app/open-app.ts';
import { readEnv } from '#app/read-env.ts';
import { seedDatabase } from '#app/seed-database.ts';
import { freePort } from '#platform/embedded-postgres/free-port.ts';
import { createLogger } from '#platform/logger.ts';
import { waitFor } from '../../support/start-stack.ts';
import { type AgencyName, type Backend, SLOW_TO_ANSWER, WORKERS, type WorkerName } from '../plan/faults.ts';
import { agencySettings, type RunningAgency, startAgencies } from './agencies.ts';
import { type Line, openLine } from './line.ts';
import { manageProcess, type ManagedProcess } from './managed-process.ts';
import { type PostgresServer, startPostgresServer } from './postgres-server.ts';
import { type RedisServer, startRedisServer } from './redis-server.ts';

/** Everything of a run, each part a process that can be killed. */
export interface City {
  readonly folder: string;
  readonly gatewayUrl: string;
  readonly gateway: ManagedProcess;
  readonly workers: ReadonlyMap<WorkerName, ManagedProcess>;
  readonly agencies: ReadonlyMap<AgencyName, RunningAgency>;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer | undefined;
  /** Between our processes and the database. */
  readonly databaseLine: Line;
  /** As our processes know it, over the line. */
  readonly databaseUrl: string;
  /** Every process id that was ever part of it. */
  allPids(): readonly number[];
  /** Ends everything; with `keep` the folder with its logs and ledgers stays. */
  stop(keep: boolean): Promise<void>;
}

export interface CityOptions {
  readonly backend: Backend;
  readonly redisAppendOnly: boolean;
  /** What the agencies choke on. */
  readonly poison: readonly string[];
}

const QUICK_MS = 40;
const STILL_MS = 900_000;
const AGENCY_CALL_MS = 1_000;

export async function startCity(options: CityOptions): Promise<City> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-chaos-'));
  const gatewayPort = await freePort();
  const gatewayUrl = `http://127.0.0.1:${gatewayPort}`;
  const [postgres, redis, agencies] = await Promise.all([
    startPostgresServer(folder),
    options.backend === 'redis' ? startRedisServer(folder, options.redisAppendOnly) : undefined,
    startAgencies({
      folder,
      gatewayUrl,
      paceMs: (agency) => (SLOW_TO_ANSWER.includes(agency) ? STILL_MS : QUICK_MS),
      poison: options.poison,
    }),
  ]);
  await prepareDatabase(postgres.url);
  const databaseLine = await openLine(postgres.port);
  const databaseUrl = postgres.url.replace(`:${postgres.port}/`, `:${databaseLine.port}/`);
  const env = {
    ONEDOOR_MODE: 'demo',
    // One persona asks for what hundreds of people would.
    ONEDOOR_QUERY_BUDGETS: 'WINDOW=2000000000,SUPERVISOR=2000000000,OPERATOR=2000000000',
    ONEDOOR_LOOK_UPS_PER_MINUTE: '1000000',
    ONEDOOR_AGENCY_CALL_MS: String(AGENCY_CALL_MS),
    DATABASE_URL: databaseUrl,
    PORT: String(gatewayPort),
    LOG_LEVEL: process.env['CHAOS_LOG_LEVEL'] ?? 'warn',
    ...(redis && { REDIS_URL: redis.url }),
    ...agencySettings(agencies),
  };
  const role = (name: string, script: string): ManagedProcess =>
    manageProcess({ name, command: [process.execPath, script], env, logFile: path.join(folder, `${name}.log`) });
  const gateway = role('gateway', 'src/main.ts');
  const workers = new Map(WORKERS.map((name) => [name, role(name, 'src/worker.ts')]));
  gateway.start();
  for (const worker of workers.values()) worker.start();
  await waitFor(() => isUp(gatewayUrl), 120_000);

  const managed = [gateway, ...workers.values(), ...[...agencies.values()].map((agency) => agency.process)];
  const processes = redis ? [...managed, redis.process] : managed;
  return {
    folder,
    gatewayUrl,
    gateway,
    workers,
    agencies,
    postgres,
    redis,
    databaseLine,
    databaseUrl,
    allPids: () => [...processes.flatMap(({ pids }) => pids), ...postgres.pids],
    async stop(keep) {
      for (const each of processes) each.thaw();
      await Promise.all(processes.map((each) => each.kill()));
      await Promise.all([databaseLine, ...[...agencies.values()].map(({ line }) => line)].map((line) => line.close()));
      await postgres.stop();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function prepareDatabase(url: string): Promise<void> {
  await migrateDatabase(url);
  const env = readEnv({ ONEDOOR_MODE: 'demo', DATABASE_URL: url });
  const app = await openApp(env, url, createLogger('silent', 'chaos'));
  try {
    await seedDatabase(app);
  } finally {
    await app.close();
  }
}

async function isUp(gatewayUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${gatewayUrl}/health/ready`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
