import { createHash } from 'node:crypto';
import { openApp } from '#app/open-app.ts';
import { openDatabaseServer } from '#app/open-database-server.ts';
import type { Env } from '#app/read-env.ts';
import { requireMigrations } from '#app/readiness.ts';
import type { RunningRole } from '#app/run-role.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import { runJobs } from '#jobs/run-jobs.ts';
import type { Logger } from '#platform/logger.ts';
import { listen } from '#store/listen.ts';

/** The worker process: delivers, takes in, watches the clocks. Any number of them may run. */
export async function runWorker(env: Env, log: Logger): Promise<RunningRole> {
  const server = await openDatabaseServer(env, log);
  await requireMigrations(server.url);
  const app = await openApp(env, server.url, log);
  const connectors = [...app.dependencies.connectors.values()];
  const queues = openJobQueues({
    databaseUrl: server.url,
    redisUrl: env.REDIS_URL,
    prefix: queuePrefix(server.url),
    workers: connectors.length + 2,
    onError: (error) => log.warn({ err: error }, 'queue error; the queue recovers by itself'),
  });
  const jobs = await runJobs({
    usecases: app.system,
    queues,
    agencies: connectors.map((connector) => connector.code),
    polledAgencies: connectors.filter((connector) => connector.readReplies).map((connector) => connector.code),
    pollEveryMs: env.ONEDOOR_MODE === 'demo' ? 1_000 : 15_000,
    async listen(wake) {
      const heard = await listen(server.url, ['outbox', 'inbox'], wake, wake, (error) =>
        log.warn({ err: error }, 'listening for work was interrupted'),
      );
      return () => heard.stop();
    },
    onError: (error, job) => log.error({ err: error, job }, 'a job failed; its row stays due'),
  });
  log.info({ backend: queues.backend, agencies: connectors.map((connector) => connector.code) }, 'worker is ready');
  return {
    async stop() {
      await jobs.stop();
      await app.close();
      await server.stop();
    },
  };
}

/** Installations that share a Redis do not see each other's jobs: one prefix per database. */
function queuePrefix(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `onedoor-${createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 12)}`;
}
