import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createApp } from '#app/create-app.ts';
import { migrateDatabase } from '#app/migrate-database.ts';
import { demoSecrets } from '#app/secrets.ts';
import { seedDatabase } from '#app/seed-database.ts';
import { systemClock } from '#platform/clock.ts';
import { ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';
import { createLogger } from '#platform/logger.ts';

const SANDBOX = path.join(import.meta.dirname, '../sandbox/main.ts');

export interface Stage {
  /** Settings for gateway, worker and yardstick alike. */
  readonly env: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  /** Where each agency listens. */
  readonly agencies: Readonly<Record<string, string>>;
  /** The stage door of a simulated agency; GET without a body. */
  control<Answer>(agency: string, what: string, body?: object): Promise<Answer>;
  close(): Promise<void>;
}

/** A database of its own with the demonstration city, and the simulated agencies named, each a process of its own. */
export async function openStage(
  agencies: readonly string[],
  sandboxEnv: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-bench-'));
  const postgres = await ensureEmbeddedPostgres({ dataDir: folder, profile: 'throwaway' });
  await migrateDatabase(postgres.url);
  await seed(postgres.url);
  const children = await Promise.all(agencies.map((agency) => startAgency(agency, folder, sandboxEnv)));
  const urls = Object.fromEntries(children.map(({ agency, url }) => [agency, url]));
  const settings = children.map(({ agency, url }) => [`${prefixOf(agency)}_URL`, url]);
  return {
    env: {
      ...Object.fromEntries(settings),
      DATABASE_URL: postgres.url,
      ONEDOOR_MODE: 'demo',
      // One persona asks for what hundreds of people would.
      ONEDOOR_QUERY_BUDGETS: 'WINDOW=2000000000,SUPERVISOR=2000000000,OPERATOR=2000000000',
      ONEDOOR_LOOK_UPS_PER_MINUTE: '1000000',
      LOG_LEVEL: 'error',
      ONEDOOR_AGENCY_CALL_MS: '10000',
    },
    databaseUrl: postgres.url,
    agencies: urls,
    async control<Answer>(agency: string, what: string, body?: object) {
      const init = body && {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      };
      const response = await fetch(`${urls[agency]}/_control/${what}`, init);
      if (!response.ok) throw new Error(`${agency} ${what}: ${response.status}`);
      return (await response.json()) as Answer;
    },
    async close() {
      await Promise.all(children.map(({ stop }) => stop()));
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function seed(databaseUrl: string): Promise<void> {
  const app = await createApp({
    databaseUrl,
    secrets: demoSecrets(),
    connectors: new Map(),
    clock: () => systemClock,
    log: createLogger('silent', 'bench'),
    production: false,
    agencyCallMs: 1_000,
  });
  await seedDatabase(app);
  await app.close();
}

async function startAgency(agency: string, folder: string, env: Readonly<Record<string, string>>) {
  const data = { [`SANDBOX_${prefixOf(agency)}_DATA`]: path.join(folder, 'sandbox', agency) };
  const child = spawn(process.execPath, [SANDBOX, agency], {
    // Standard input ends with the bench, however that ends.
    env: { ...process.env, ...data, ...env, ONEDOOR_STOP_WITH_PARENT: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => ['{}']),
  ])) as [string];
  const { url } = JSON.parse(line) as { url?: string };
  if (!url) throw new Error(`${agency} ended before it was ready`);
  return {
    agency,
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function prefixOf(agency: string): string {
  return agency.toUpperCase().replaceAll('-', '_');
}
