import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';
import { descendantsOf } from '../../support/start-stack.ts';

/** The run's own database server, to be killed as a power cut would; comes back with what it had acknowledged. */
export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  readonly pids: readonly number[];
  /** SIGKILL for every process of it, then a start at the same address. */
  killAndRestart(): Promise<void>;
  /** Past every line; again from the start while the server is away. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Holds a table for itself. */
  lockTable(table: string, ms: number): Promise<void>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

export async function startPostgresServer(folder: string): Promise<PostgresServer> {
  const dataDir = path.join(folder, 'postgres');
  const pids: number[] = [];
  let server = await up();
  const { url } = server;
  await withClient(commitWithoutDisk);

  async function up(): Promise<EmbeddedPostgres> {
    const started = await ensureEmbeddedPostgres({ dataDir, profile: 'durable' });
    pids.push(...family());
    return started;
  }

  function family(): readonly number[] {
    const master = Number(readFileSync(path.join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    return [master, ...descendantsOf(master)];
  }

  // One connection for all the looking on: a new one each time would cost more than the looking.
  let watching: pg.Client | undefined;

  async function watch(): Promise<pg.Client> {
    if (watching) return watching;
    const client = new pg.Client({ connectionString: url, application_name: 'chaos' });
    const forget = (): void => {
      if (watching === client) watching = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    watching = client;
    return client;
  }

  async function withClient<Answer>(work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
    const client = new pg.Client({ connectionString: url, application_name: 'chaos' });
    client.on('error', () => {});
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  }

  return {
    url,
    port: Number(new URL(url).port),
    pids,
    async killAndRestart() {
      for (const pid of family()) killQuietly(pid);
      await server.exited;
      server = await up();
      if (server.url !== url) throw new Error('the database came back at another address');
    },
    async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        try {
          return (await (await watch()).query<Row>(sql, [...values])).rows;
        } catch (error) {
          if (Date.now() > deadline || isOurMistake(error)) throw error;
          await pause(100);
        }
      }
    },
    lockTable: (table, ms) =>
      withClient(async (client) => {
        await client.query('BEGIN');
        await client.query(`LOCK TABLE ${client.escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`);
        await pause(ms);
        await client.query('COMMIT');
      }),
    async stop() {
      await watching?.end().catch(() => {});
      await server.stop();
    },
  };
}

/**
 * Commits still wait for the operating system, so that a killed server loses nothing it has acknowledged; they do not
 * wait for the disk, which only a power cut could tell and which takes most of the time on a small machine.
 */
async function commitWithoutDisk(client: pg.Client): Promise<void> {
  await client.query('ALTER SYSTEM SET fsync = off');
  await client.query('SELECT pg_reload_conf()');
}

/** 42: the statement itself is wrong; waiting would not mend it. */
function isOurMistake(error: unknown): boolean {
  return ((error as { code?: string }).code ?? '').startsWith('42');
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}
