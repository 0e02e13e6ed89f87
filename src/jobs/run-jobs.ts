import { createJobs, HOUSE_QUEUES, QUEUES, timetable } from '#jobs/index.ts';
import { createLanes } from '#jobs/lanes.ts';
import type { JobQueues } from '#jobs/queue/job-queues.ts';
import { startRelay } from '#jobs/relay.ts';
import type { SystemUsecases } from '#usecases/system-usecases.ts';

export interface RunJobsOptions {
  readonly usecases: SystemUsecases;
  readonly queues: JobQueues;
  readonly agencies: readonly string[];
  /** What an agency bears a second, all workers together; absent: as much as there is. */
  readonly callsPerSecond?: ReadonlyMap<string, number>;
  readonly polledAgencies: readonly string[];
  readonly pollEveryMs: number;
  /** Calls back when something may be due; answers how to stop listening. */
  listen(wake: () => void): Promise<() => Promise<void>>;
  /** Done around each job: timing, a span. Passes on what `work` throws. */
  readonly around?: (job: string, work: () => Promise<void>) => Promise<void>;
  onError(error: unknown, job?: string): void;
}

export interface RunningJobs {
  /** Takes no more, finishes what is under way. */
  stop(): Promise<void>;
}

const PER_AGENCY = 8;
const TIMETABLE_CHECK_MS = 30_000;

/** The work of a worker process: every queue worked on, the relay carrying, the timetable kept. */
export async function runJobs(options: RunJobsOptions): Promise<RunningJobs> {
  const { queues, around = async (_job, work) => work() } = options;
  const jobs = createJobs(options.usecases);
  const handle = async ({ name, data }: { name: string; data: unknown }): Promise<void> => {
    const job = jobs.get(name);
    if (!job) throw new RangeError(`no job ${name}`);
    try {
      await around(name, () => job.run(data));
    } catch (error) {
      // The row it was about stays due and is offered again; the queue need not remember the failure.
      options.onError(error, name);
    }
  };
  for (const agency of options.agencies) {
    const pace = { concurrency: PER_AGENCY, jobsPerSecond: options.callsPerSecond?.get(agency) };
    await queues.work(QUEUES.dispatchTo(agency), pace, handle);
  }
  for (const [queue, concurrency] of Object.entries(HOUSE_QUEUES)) await queues.work(queue, { concurrency }, handle);

  // Again from time to time: a Redis that was wiped has forgotten it.
  const keepTimetable = async (): Promise<void> => {
    for (const { queue, job, everyMs } of timetable(options.polledAgencies, options.pollEveryMs)) {
      await queues.repeat(queue, job, everyMs);
    }
  };
  await keepTimetable();
  const timer = setInterval(() => void keepTimetable().catch(options.onError), TIMETABLE_CHECK_MS);

  const relay = startRelay(createLanes(options.usecases), queues, options.onError);
  const stopListening = await options.listen(() => relay.wake());
  return {
    async stop() {
      clearInterval(timer);
      await stopListening();
      await relay.stop();
      await queues.close();
    },
  };
}
