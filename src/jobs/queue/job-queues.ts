import type { Job } from 'bullmq';

/** What the rest of the house knows of a queue: hand over, repeat, work off. Implemented over BullMQ on two backends. */
export interface JobQueues {
  readonly backend: 'postgres' | 'redis';
  /** Hands jobs over in one go. A job whose id is still known is not added again; that is a saving, not a guarantee. */
  add(queue: string, jobs: readonly QueuedJob[]): Promise<void>;
  /** Keeps a job coming every `everyMs`; harmless to repeat, so it also mends a queue that lost it. */
  repeat(queue: string, job: QueuedJob, everyMs: number): Promise<void>;
  /**
   * Begins to work off a queue. Fails fast when the queue's tables are missing. `jobsPerSecond` holds for all processes
   * that work on this queue together.
   */
  work(queue: string, pace: Pace, handle: (job: Pick<Job, 'name' | 'data'>) => Promise<void>): Promise<void>;
  counts(queue: string): Promise<Readonly<Record<string, number>>>;
  /** Takes no more, waits for what is running, lets go. Harmless to repeat. */
  close(): Promise<void>;
}

export interface Pace {
  /** At once, in this process. */
  readonly concurrency: number;
  readonly jobsPerSecond?: number | undefined;
}

/** Payloads hold ids and codes only: queues are readable to operators and lie in Redis in the clear. */
export interface QueuedJob {
  readonly name: string;
  readonly id: string;
  readonly data: Readonly<Record<string, string>>;
}
