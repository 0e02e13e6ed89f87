import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { RunJobsOptions } from '#jobs/run-jobs.ts';

/** Duration and end of every job, by its name. */
export function timeJobs(metrics: Metrics): NonNullable<RunJobsOptions['around']> {
  return async (job, work) => {
    const end = metrics.job.startTimer({ job });
    try {
      await work();
      end({ outcome: 'done' });
    } catch (error) {
      end({ outcome: 'failed' });
      throw error;
    }
  };
}
