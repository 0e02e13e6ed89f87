import path from 'node:path';
import { createHttp } from '#app/create-http.ts';
import { openDoor } from '#app/identity/open-door.ts';
import { limitSettings } from '#app/limits/limit-settings.ts';
import { DEFAULT_PORT, listenOn } from '#app/listen-on.ts';
import { createScrape } from '#app/metrics/create-scrape.ts';
import { serveMetrics } from '#app/metrics/serve-metrics.ts';
import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import { BOARD_POOL, connectionsOf } from '#app/operations/connections-of.ts';
import { createObservation } from '#app/operations/create-observation.ts';
import { keepHeartbeat } from '#app/operations/keep-heartbeat.ts';
import { queuePrefix } from '#app/queue-prefix.ts';
import type { Env } from '#app/read-env.ts';
import type { RunningRole } from '#app/run-role.ts';
import { queueNames } from '#jobs/index.ts';
import type { Logger } from '#platform/logger.ts';
import { startTracing } from '#platform/start-tracing.ts';
import { listen } from '#store/listen.ts';

/** Where our own front ends put the manifests of their documents. */
const OPERATIONS = path.join(import.meta.dirname, '../../operations');

/** The gateway process: GraphQL, subscriptions, webhooks, health. */
export async function runGateway(env: Env, log: Logger): Promise<RunningRole> {
  const tracing = await startTracing(env.OTEL_EXPORTER_OTLP_ENDPOINT, 'gateway');
  const server = await openDatabaseServer(env, log);
  const observation = createObservation('gateway');
  const app = await openApp(env, server.url, log, { observation });
  const scrape = createScrape(app, observation.metrics);
  const authenticate = openDoor(env, app, observation.metrics, log);
  const listening = await listen(
    server.url,
    ['changes', 'partnerKeys', 'keys'],
    (channel, caseId) => {
      if (channel === 'changes') app.changes.announce(caseId);
      else if (channel === 'keys') void app.keys.refresh();
      else authenticate.forgetPartnerKeys();
    },
    () => {
      app.changes.announceAll();
      authenticate.forgetPartnerKeys();
      void app.keys.refresh();
    },
    (error) => log.warn({ err: error }, 'listening for changes was interrupted'),
  );
  const http = await createHttp(app, {
    authenticate,
    demo: env.ONEDOOR_MODE === 'demo',
    metrics: observation.metrics,
    scrape,
    limits: limitSettings(env),
    trustedDocuments: { mode: env.ONEDOOR_TRUSTED_DOCUMENTS, folder: env.ONEDOOR_TRUSTED_DOCUMENTS_DIR ?? OPERATIONS },
    allowedOrigins: env.ONEDOOR_ALLOWED_ORIGINS,
    hstsDays: env.ONEDOOR_HSTS_DAYS,
    trustedProxies: env.ONEDOOR_TRUSTED_PROXIES,
    queueBoard: {
      authenticate,
      secrets: env.secrets,
      secure: env.ONEDOOR_MODE === 'production',
      async open() {
        const { openQueueBoard } = await import('#jobs/queue/open-queue-board.ts');
        return openQueueBoard({
          databaseUrl: server.url,
          redisUrl: env.REDIS_URL,
          prefix: queuePrefix(server.url),
          names: queueNames([...app.dependencies.connectors.keys()]),
          connections: BOARD_POOL,
          onError: (error) => log.warn({ err: error }, 'queue board error'),
        });
      },
    },
  });
  const url = await listenOn(http, env.HOST, env.PORT ?? DEFAULT_PORT);
  const metrics = await serveMetrics(env, scrape);
  const heartbeat = await keepHeartbeat(
    app,
    { role: 'gateway', databaseConnections: connectionsOf('gateway', env) },
    observation.verdicts,
  );
  log.info({ url, metrics: metrics?.url }, 'gateway is ready');
  return {
    async stop() {
      await http.close();
      await metrics?.stop();
      await heartbeat.stop();
      scrape.stop();
      await listening.stop();
      await app.close();
      await server.stop();
      await tracing?.stop();
    },
  };
}
