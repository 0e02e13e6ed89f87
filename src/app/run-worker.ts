import { createScrape } from '#app/metrics/create-scrape.ts';
import { createQueueGauges } from '#app/metrics/queue-gauges.ts';
import { serveMetrics } from '#app/metrics/serve-metrics.ts';
import { timeJobs } from '#app/metrics/time-jobs.ts';
import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import { connectionsOf } from '#app/operations/connections-of.ts';
import { createObservation } from '#app/operations/create-observation.ts';
import { keepHeartbeat } from '#app/operations/keep-heartbeat.ts';
import { traceDispatch } from '#app/operations/trace-work.ts';
import { queuePrefix } from '#app/queue-prefix.ts';
import type { Env } from '#app/read-env.ts';
import { requireMigrations } from '#app/readiness.ts';
import type { RunningRole } from '#app/run-role.ts';
import { queueNames } from '#jobs/index.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import { runJobs } from '#jobs/run-jobs.ts';
import { withLogContext } from '#platform/log-context.ts';
import type { Logger } from '#platform/logger.ts';
import { startTracing } from '#platform/start-tracing.ts';
import { listen } from '#store/listen.ts';

/** The worker process: delivers, takes in, watches the clocks. Any number of them may run. */
export async function runWorker(env: Env, log: Logger): Promise<RunningRole> {
  const tracing = await startTracing(env.OTEL_EXPORTER_OTLP_ENDPOINT, 'worker');
  const server = await openDatabaseServer(env, log);
  await requireMigrations(server.url);
  const observation = createObservation('worker');
  const { metrics } = observation;
  const timed = timeJobs(metrics);
  const app = await openApp(env, server.url, log, { observation });
  const connectors = [...app.dependencies.connectors.values()];
  const names = queueNames(connectors.map(({ code }) => code));
  const queues = openJobQueues({
    databaseUrl: server.url,
    redisUrl: env.REDIS_URL,
    prefix: queuePrefix(server.url),
    workers: names.length,
    onError: (error) => log.warn({ err: error }, 'queue error; the queue recovers by itself'),
    onStalled: (queue) => metrics.stalled.inc({ queue }),
  });
  const jobs = await runJobs({
    usecases: tracing ? traceDispatch(app) : app.system,
    queues,
    agencies: connectors.map((connector) => connector.code),
    callsPerSecond: new Map(
      connectors.flatMap(({ code, callsPerSecond }) => (callsPerSecond === undefined ? [] : [[code, callsPerSecond]])),
    ),
    polledAgencies: connectors.filter((connector) => connector.readReplies).map((connector) => connector.code),
    pollEveryMs: env.ONEDOOR_MODE === 'demo' ? 1_000 : 15_000,
    async listen(wake) {
      const heard = await listen(
        server.url,
        ['outbox', 'inbox', 'keys'],
        (channel) => (channel === 'keys' ? void app.keys.refresh() : wake()),
        () => {
          wake();
          void app.keys.refresh();
        },
        (error) => log.warn({ err: error }, 'listening for work was interrupted'),
      );
      return () => heard.stop();
    },
    around: (job, work) => withLogContext({ job }, () => timed(job, work)),
    onError: (error, job) => log.error({ err: error, job }, 'a job failed; its row stays due'),
  });
  const scrape = createScrape(app, metrics, createQueueGauges(queues, names, metrics));
  const served = await serveMetrics(env, scrape);
  const heartbeat = await keepHeartbeat(
    app,
    { role: 'worker', databaseConnections: connectionsOf('worker', env) },
    observation.verdicts,
  );
  log.info({ backend: queues.backend, agencies: connectors.map((connector) => connector.code) }, 'worker is ready');
  return {
    async stop() {
      app.hangUp();
      await jobs.stop();
      await served?.stop();
      await heartbeat.stop();
      scrape.stop();
      await app.close();
      await server.stop();
      await tracing?.stop();
    },
  };
}
