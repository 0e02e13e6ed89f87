import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';
import { applyMigrations } from '#store/migrations/apply-migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Any database of the run's server; `createTestDatabase` makes the ones that tests use. */
    postgresUrl: string;
  }
}

export const TEMPLATE = 'onedoor_template';

/**
 * One throwaway server for the whole run, with a migrated template from which each test file clones its database in
 * 40 ms; migrating each anew would cost 300 ms. `TEST_DATABASE_URL` names a server to use instead, whose user may
 * create databases.
 */
export default async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? { url: given, stop: async () => {} } : await startThrowawayServer();
  try {
    await prepareTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('postgresUrl', server.url);
  return server.stop;
}

async function startThrowawayServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-test-'));
  const postgres = await ensureEmbeddedPostgres({ dataDir: folder, profile: 'throwaway' });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every connection to the template is closed again, or PostgreSQL would refuse to clone it. */
async function prepareTemplate(serverUrl: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  });
  const url = new URL(serverUrl);
  url.pathname = `/${TEMPLATE}`;
  await applyMigrations(url.href, path.resolve(import.meta.dirname, '../../prisma/migrations'));
  await withClient(url.href, (client) => runMigrations(client, 'bullmq'));
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
