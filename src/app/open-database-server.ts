import path from 'node:path';
import type { Env } from '#app/read-env.ts';
import { ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';
import type { Logger } from '#platform/logger.ts';

export interface DatabaseServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * DATABASE_URL, or the embedded server of the data folder: attached to when another role runs it, started otherwise.
 * When the role that owned it goes, the first of the others to notice takes it over, at the same address.
 */
export async function openDatabaseServer(
  env: Pick<Env, 'DATABASE_URL' | 'ONEDOOR_DATA_DIR'>,
  log: Logger,
): Promise<DatabaseServer> {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, stop: async () => {} };
  const options = { dataDir: path.resolve(env.ONEDOOR_DATA_DIR, 'postgres'), profile: 'durable' as const };
  let server = await ensureEmbeddedPostgres(options);
  let stopping = false;
  const { url } = server;

  async function keepUp(): Promise<void> {
    for (;;) {
      await server.exited;
      if (stopping) return;
      log.warn('the embedded database has ended; taking it over');
      server = await ensureEmbeddedPostgres(options);
      // Every pool here knows the old address; a server on another port is of no use to this process.
      if (server.url !== url) throw new Error('the embedded database came back at another address');
    }
  }
  keepUp().catch((error: unknown) => {
    log.fatal({ err: error }, 'the embedded database could not be brought back');
    process.exit(1);
  });

  return {
    url,
    async stop() {
      stopping = true;
      await server.stop();
    },
  };
}
