import {
  createPostgresBackend,
  Queue,
  type QueueOptions,
  type RateLimiterOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type { JobQueues } from '#jobs/queue/job-queues.ts';
import { openQueuePool } from '#jobs/queue/postgres-pool.ts';

export interface JobQueuesOptions {
  readonly databaseUrl: string;
  /** Set: BullMQ on Redis. Unset: on the database. */
  readonly redisUrl?: string | undefined;
  /** Keeps several installations on one Redis apart. */
  readonly prefix: string;
  /** How many queues will be worked on; each worker holds one connection of the pool for itself. */
  readonly workers: number;
  onError(error: Error): void;
  /** A job's process died or hung, and the job goes to another. */
  onStalled?(queue: string): void;
}

/** Finished and failed jobs are forgotten at once: what became of an effect stands in its row, not in the queue. */
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

const WORKER_OPTIONS = {
  autorun: false,
  // Longer than three calls to an agency; a job whose process died is taken up again after this.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  // The row decides whether an effect has failed, never the queue.
  maxStalledCount: 1_000,
  runRetryDelay: 1_000,
} as const satisfies Partial<WorkerSettings>;

export function openJobQueues(options: JobQueuesOptions): JobQueues {
  const backend = options.redisUrl ? redisBackend(options.redisUrl, options) : postgresBackend(options);
  const queues = new Map<string, AnyQueue>();
  const workers: AnyWorker[] = [];
  let closing: Promise<void> | undefined;

  function queue(name: string): AnyQueue {
    const known = queues.get(name);
    if (known) return known;
    const made = backend.queue(name);
    made.on('error', options.onError);
    queues.set(name, made);
    return made;
  }

  async function closeAll(): Promise<void> {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all([...queues.values()].map((open) => open.close()));
    await backend.close();
  }

  return {
    backend: options.redisUrl ? 'redis' : 'postgres',
    async add(name, jobs) {
      await queue(name).addBulk(
        jobs.map((job) => ({ name: job.name, data: job.data, opts: { jobId: job.id, ...JOB_OPTIONS } })),
      );
    },
    async repeat(name, job, everyMs) {
      await queue(name).upsertJobScheduler(
        job.id,
        { every: everyMs },
        { name: job.name, data: job.data, opts: JOB_OPTIONS },
      );
    },
    async work(name, { concurrency, jobsPerSecond }, handle) {
      const limited = jobsPerSecond === undefined ? {} : { limiter: limiterOf(jobsPerSecond) };
      const worker = backend.worker(name, (job) => handle(job), { ...WORKER_OPTIONS, concurrency, ...limited });
      worker.on('error', options.onError);
      worker.on('stalled', () => options.onStalled?.(name));
      workers.push(worker);
      // Before run(): on a queue without tables a running worker would spin and starve the process (bullmq 6.7).
      await worker.waitUntilReady();
      worker.run().catch(options.onError);
    },
    counts: (name) => queue(name).getJobCounts(),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** Whole numbers as so many in a second; anything else as one in so many milliseconds. */
function limiterOf(perSecond: number): RateLimiterOptions {
  if (Number.isInteger(perSecond)) return { max: perSecond, duration: 1_000 };
  return { max: 1, duration: Math.ceil(1_000 / perSecond) };
}

type WorkerSettings = Omit<WorkerOptions, 'connection'>;
type JobData = Record<string, string>;
type Handle = (job: { name: string; data: JobData }) => Promise<void>;

/** What both backends' classes share; their types differ in the connection alone. */
type AnyQueue = Pick<Queue, 'addBulk' | 'upsertJobScheduler' | 'getJobCounts' | 'close'> & ErrorSource;
type AnyWorker = Pick<Worker, 'waitUntilReady' | 'run' | 'close'> & ErrorSource;

interface ErrorSource {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'stalled', listener: () => void): unknown;
}

interface Backend {
  queue(name: string): AnyQueue;
  worker(name: string, handle: Handle, options: WorkerSettings): AnyWorker;
  close(): Promise<void>;
}

function postgresBackend({ databaseUrl, prefix, workers, onError }: JobQueuesOptions): Backend {
  // Fewer than workers + 8 connections deadlock at start-up.
  const { connection, close } = openQueuePool(databaseUrl, workers + 8, onError);
  return {
    queue: (name) => new Queue(name, { connection, prefix }, createPostgresBackend),
    worker: (name, handle, options) =>
      new Worker(name, handle, { connection, prefix, ...options }, createPostgresBackend),
    close,
  };
}

function redisBackend(url: string, { prefix, onError }: JobQueuesOptions): Backend {
  // A queue fails fast, so that a caller is not held up by a Redis that is gone; a worker waits for it to come back.
  const forQueues = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: false });
  const forWorkers = new Redis(url, { maxRetriesPerRequest: null });
  for (const client of [forQueues, forWorkers]) client.on('error', onError);
  const options = (connection: Redis): QueueOptions => ({ connection, prefix, skipVersionCheck: false });
  return {
    queue: (name) => new Queue(name, options(forQueues)),
    worker: (name, handle, more) => new Worker(name, handle, { ...options(forWorkers), ...more }),
    async close() {
      forQueues.disconnect();
      forWorkers.disconnect();
    },
  };
}
