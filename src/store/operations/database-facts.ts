import pg from 'pg';
import type { DatabaseFacts } from '#domain/operations/judge-database.ts';

export interface ExaminedDatabase extends DatabaseFacts {
  /** Database time minus this machine's at half the round trip, in milliseconds; `now` is this machine's clock. */
  readonly aheadMs: number;
}

const CONNECT_MS = 5_000;

/**
 * Asks PostgreSQL about itself over a connection of its own, so that it works on a database of any state. Throws when
 * it cannot be reached.
 */
export async function examineDatabase(databaseUrl: string, now: () => Date): Promise<ExaminedDatabase> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: CONNECT_MS });
  await client.connect();
  try {
    const aheadMs = await aheadBy(client, now);
    const { rows } = await client.query<DatabaseFacts>(FACTS);
    const [facts] = rows;
    if (!facts) throw new RangeError('the database said nothing about itself');
    return { ...facts, aheadMs };
  } finally {
    await client.end();
  }
}

async function aheadBy(client: pg.Client, now: () => Date): Promise<number> {
  // The first question pays for the planning; the second is timed.
  await client.query('SELECT clock_timestamp()');
  const asked = now().getTime();
  const { rows } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  const answered = now().getTime();
  return (rows[0]?.at.getTime() ?? answered) - (asked + answered) / 2;
}

const FACTS = `
  SELECT current_setting('server_version_num')::int AS "versionNumber",
         current_setting('max_connections')::int AS "maxConnections",
         current_setting('superuser_reserved_connections')::int AS "reservedConnections",
         current_setting('fsync')::bool AS "fsync",
         current_setting('full_page_writes')::bool AS "fullPageWrites",
         current_setting('synchronous_commit') AS "synchronousCommit",
         current_setting('transaction_read_only')::bool OR pg_is_in_recovery() AS "readOnly",
         EXISTS (SELECT 1 FROM pg_timezone_names WHERE name = 'Asia/Shanghai') AS "knowsShanghai",
         pg_encoding_to_char(encoding) AS "encoding",
         EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'bullmq') AS "queueTables"
    FROM pg_database WHERE datname = current_database()`;
