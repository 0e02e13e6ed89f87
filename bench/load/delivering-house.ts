import { setTimeout as pause } from 'node:timers/promises';
import { type App, createApp } from '#app/create-app.ts';
import { demoSecrets } from '#app/secrets.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { queueNames } from '#jobs/index.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import { runJobs } from '#jobs/run-jobs.ts';
import { createLogger } from '#platform/logger.ts';
import { listen } from '#store/listen.ts';

const ANSWER_MS = 20;

export interface DeliveringHouse {
  readonly app: App;
  /** Those that give no answer from now on. */
  hang(agencies: readonly string[]): void;
  stop(): Promise<void>;
}

/** A worker in this process with agencies that take 20 ms each; on Redis when `REDIS_URL` is set. */
export async function openDeliveringHouse(
  databaseUrl: string,
  agencies: readonly string[],
  run: string,
): Promise<DeliveringHouse> {
  const hanging = new Set<string>();
  const app = await createApp({
    databaseUrl,
    secrets: demoSecrets(),
    connectors: new Map(agencies.map((code) => [agencyCode(code), simulated(code, hanging)])),
    clock: () => ({ now: () => new Date() }),
    log: createLogger('silent', 'bench'),
    production: false,
    agencyCallMs: 2_000,
  });
  const queues = openJobQueues({
    databaseUrl,
    redisUrl: process.env['REDIS_URL'],
    prefix: `bench-${new URL(databaseUrl).port}-${run}`,
    workers: queueNames(agencies).length,
    onError: () => {},
  });
  const jobs = await runJobs({
    usecases: app.system,
    queues,
    agencies,
    polledAgencies: [],
    pollEveryMs: 60_000,
    async listen(wake) {
      const heard = await listen(databaseUrl, ['outbox'], wake, wake, () => {});
      return () => heard.stop();
    },
    onError: () => {},
  });
  return {
    app,
    hang(codes) {
      hanging.clear();
      for (const code of codes) hanging.add(code);
    },
    async stop() {
      await jobs.stop();
      await app.close();
    },
  };
}

function simulated(code: string, hanging: ReadonlySet<string>): AgencyConnector {
  return {
    code: agencyCode(code),
    roles: [],
    channel: 'API',
    effectKey: 'HONOURED',
    lookUps: {},
    async send(_message, _key, call) {
      if (!hanging.has(code)) {
        await pause(ANSWER_MS);
        return { kind: 'RECEIVED' };
      }
      await new Promise((given) => call.signal.addEventListener('abort', given, { once: true }));
      throw new AgencyUnavailableError('TIMEOUT', `${code} hangs`);
    },
    close: async () => {},
  };
}
