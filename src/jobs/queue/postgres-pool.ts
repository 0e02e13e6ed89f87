import type { PostgresConnectionOptions } from 'bullmq';
import pg from 'pg';

export interface QueuePool {
  /** The same pool; @types/pg and bullmq's own notion of it differ in optional members (exactOptionalPropertyTypes). */
  readonly connection: PostgresConnectionOptions;
  close(): Promise<void>;
}

/**
 * Over TCP and never the unix socket: a stopped server gives ENOENT there, which BullMQ takes for a job error and retries
 * without pause.
 */
export function openQueuePool(databaseUrl: string, max: number, onError: (error: Error) => void): QueuePool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    keepAlive: true,
    options: '-c search_path=bullmq,public',
  });
  pool.on('error', onError);
  // Of a connection that breaks while it is handed over nobody else hears, and that would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  pool.setMaxListeners(0);
  return { connection: pool as unknown as PostgresConnectionOptions, close: () => pool.end() };
}
