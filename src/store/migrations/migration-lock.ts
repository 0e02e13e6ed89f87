import pg from 'pg';
import { MigrationError } from './migration-error.ts';

/** Any constant; not Prisma's own 72707369, which the engine takes on a connection of its own while we hold this. */
const LOCK_KEY = 4_913_020_177;
const PATIENCE = '60s';

/**
 * Runs `work` while no other process migrates the same database. The lock goes with the connection, so a killed
 * process leaves none behind. Throws MigrationError when another keeps it for a minute.
 */
export async function withMigrationLock<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // The query in progress reports the loss of the connection; without a listener the process would end.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`SET lock_timeout = '${PATIENCE}'`);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]).catch((error: unknown) => {
      throw new MigrationError(
        `另一个进程正在升级数据库，等待已超过 ${PATIENCE} · another process has been migrating the database for over ${PATIENCE}`,
        { cause: error },
      );
    });
    return await work(client);
  } finally {
    await client.end();
  }
}
