import path from 'node:path';
import { type App, createApp } from '#app/create-app.ts';
import type { KeyOptions } from '#app/keys/open-keys.ts';
import { DATABASE_POOL } from '#app/operations/connections-of.ts';
import type { Observation } from '#app/operations/create-observation.ts';
import type { Env } from '#app/read-env.ts';
import { createConnectors } from '#connectors/index.ts';
import { systemClock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { createDemoClock } from '#store/demo-clock.ts';

interface Opening {
  readonly observation?: Observation;
  readonly keyDuty?: KeyOptions['duty'];
}

/** The app of a process, from its settings. In demo mode legal time comes from the demo clock. */
export function openApp(
  env: Env,
  databaseUrl: string,
  log: Logger,
  { observation, keyDuty = 'KEEP' }: Opening = {},
): Promise<App> {
  const connectors = createConnectors(env, env.configured);
  return createApp({
    databaseUrl,
    secrets: env.secrets,
    connectors: observation?.watch(connectors) ?? connectors,
    clock: (database) =>
      env.ONEDOOR_MODE === 'demo'
        ? createDemoClock(database, (error) => log.warn({ err: error }, 'the demo clock could not be read'))
        : systemClock,
    log,
    production: env.ONEDOOR_MODE === 'production',
    feeds: env.feeds,
    agencyCallMs: env.ONEDOOR_AGENCY_CALL_MS,
    attemptBudget: { attempts: env.ONEDOOR_ATTEMPT_BUDGET, days: env.ONEDOOR_ATTEMPT_DAYS },
    webhooks: {
      allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS,
      allowedPorts: env.WEBHOOK_ALLOWED_PORTS,
      disableAfterDays: env.WEBHOOK_DISABLE_AFTER_DAYS,
    },
    ledger: {
      role: observation?.role ?? 'command',
      anchorFile: env.ONEDOOR_LEDGER_ANCHOR_FILE ?? path.join(env.ONEDOOR_DATA_DIR, 'access-ledger-anchors.jsonl'),
    },
    keys: { duty: keyDuty },
    maxConnections: DATABASE_POOL,
  });
}
