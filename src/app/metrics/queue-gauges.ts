import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { JobQueues } from '#jobs/queue/job-queues.ts';

const KEPT_MS = 5_000;

/** How many jobs each queue holds, at most every five seconds. A queue that does not answer is left out. */
export function createQueueGauges(queues: JobQueues, names: readonly string[], metrics: Metrics): () => Promise<void> {
  let freshUntil = -Infinity;
  return async () => {
    if (performance.now() < freshUntil) return;
    freshUntil = performance.now() + KEPT_MS;
    metrics.queueJobs.reset();
    await Promise.allSettled(
      names.map(async (queue) => {
        for (const [state, count] of Object.entries(await queues.counts(queue)))
          if (SHOWN.has(state)) metrics.queueJobs.set({ queue, state }, count);
      }),
    );
  };
}

const SHOWN = new Set(['active', 'waiting', 'delayed', 'failed', 'paused']);
