import { type App, createApp } from '#app/create-app.ts';
import type { Env } from '#app/read-env.ts';
import { createConnectors } from '#connectors/index.ts';
import { systemClock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { createDemoClock } from '#store/demo-clock.ts';

/** The app of a process, from its settings. In demo mode legal time comes from the demo clock. */
export function openApp(env: Env, databaseUrl: string, log: Logger): Promise<App> {
  return createApp({
    databaseUrl,
    secrets: env.secrets,
    connectors: createConnectors(env),
    clock: (database) =>
      env.ONEDOOR_MODE === 'demo'
        ? createDemoClock(database, (error) => log.warn({ err: error }, 'the demo clock could not be read'))
        : systemClock,
    log,
    production: env.ONEDOOR_MODE === 'production',
    agencyCallMs: env.ONEDOOR_AGENCY_CALL_MS,
  });
}
