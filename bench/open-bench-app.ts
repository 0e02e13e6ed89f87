import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type App, createApp } from '#app/create-app.ts';
import { migrateDatabase } from '#app/migrate-database.ts';
import { demoSecrets } from '#app/secrets.ts';
import { seedDatabase } from '#app/seed-database.ts';
import { ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';
import { createLogger } from '#platform/logger.ts';

export interface BenchApp {
  readonly app: App;
  /** Takes the server and its data away again. */
  close(): Promise<void>;
}

/** A server of its own with the demonstration city in it. */
export async function openBenchApp(now: Date): Promise<BenchApp> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-bench-'));
  const postgres = await ensureEmbeddedPostgres({ dataDir: folder, profile: 'throwaway' });
  await migrateDatabase(postgres.url);
  const app = await appOver(postgres.url, now);
  await seedDatabase(app);
  return {
    app,
    async close() {
      await app.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The house over a database that is there, with no agency to talk to. */
export function appOver(databaseUrl: string, now: Date): Promise<App> {
  return createApp({
    databaseUrl,
    secrets: demoSecrets(),
    connectors: new Map(),
    clock: () => ({ now: () => now }),
    log: createLogger('silent', 'bench'),
    production: false,
    agencyCallMs: 1_000,
  });
}
