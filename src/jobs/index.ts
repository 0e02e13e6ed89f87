import { z } from 'zod';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { defineJob, type JobDefinition } from '#jobs/define-job.ts';
import type { QueuedJob } from '#jobs/queue/job-queues.ts';
import type { SystemUsecases } from '#usecases/system-usecases.ts';

/** The queues. Each agency has one of its own, so that a slow court does not hold up the HR bureau. */
export const QUEUES = {
  dispatchTo: (agency: string) => `dispatch-${agency}`,
  inbox: 'inbox',
  timetable: 'timetable',
  rehearsals: 'rehearsals',
  feeds: 'feeds',
  feedFolders: 'feed-folders',
  reconciliations: 'reconciliations',
  webhooks: 'webhooks',
  ledger: 'ledger',
  keys: 'keys',
} as const;

/** The queues that are not an agency's, and how many jobs of each a worker does at once. */
export const HOUSE_QUEUES: Readonly<Record<string, number>> = {
  [QUEUES.inbox]: 8,
  [QUEUES.timetable]: 2,
  [QUEUES.rehearsals]: 1,
  [QUEUES.feeds]: 2,
  [QUEUES.feedFolders]: 1,
  [QUEUES.reconciliations]: 2,
  [QUEUES.ledger]: 1,
  // They wait for others most of the time; the relay lets no endpoint have more than a few of them.
  [QUEUES.webhooks]: 24,
  [QUEUES.keys]: 1,
};

/** All of them, for those who only look. */
export function queueNames(agencies: readonly string[]): readonly string[] {
  return [...agencies.map(QUEUES.dispatchTo), ...Object.keys(HOUSE_QUEUES)];
}

const byId = z.strictObject({ id: z.uuid() });
const byAgency = z.strictObject({ agency: z.string().transform(agencyCode) });
const nothing = z.strictObject({});

/** Every job there is. */
export function createJobs(usecases: SystemUsecases): ReadonlyMap<string, JobDefinition> {
  const jobs = [
    defineJob('dispatch-effect', byId, ({ id }) => usecases.dispatchEffect(id)),
    defineJob('apply-inbound-message', byId, ({ id }) => usecases.applyInboundMessage(id)),
    defineJob('poll-replies', byAgency, ({ agency }) => usecases.pollReplies(agency)),
    defineJob('watch-agencies', nothing, () => usecases.watchAgencies()),
    defineJob('expire-deadlines', nothing, () => usecases.expireDeadlines()),
    defineJob('file-households', nothing, () => usecases.fileHouseholds()),
    defineJob('recompute-deadlines', nothing, () => usecases.recomputeDeadlines()),
    defineJob('collect-feed-files', nothing, () => usecases.collectFeedFiles()),
    defineJob('continue-feed-file', byId, ({ id }) => usecases.continueFeedFile(id)),
    defineJob('plan-reconciliations', nothing, () => usecases.planReconciliations()),
    defineJob('reconcile-day', byId, ({ id }) => usecases.reconcileDay(id)),
    defineJob('deliver-webhook', byId, ({ id }) => usecases.deliverWebhook(id)),
    defineJob('sweep-partner-log', nothing, () => usecases.sweepPartnerLog()),
    defineJob('verify-ledger-at-night', nothing, () => usecases.verifyLedgerAtNight()),
    defineJob('renew-data-key', nothing, () => usecases.renewDataKey()),
    defineJob('continue-key-rotation', byId, ({ id }) => usecases.continueKeyRotation(id)),
    defineJob('continue-rehearsal', byId, ({ id }) => usecases.continueRehearsal(id)),
  ];
  return new Map(jobs.map((job) => [job.name, job]));
}

export interface RepeatedJob {
  readonly queue: string;
  readonly job: QueuedJob;
  readonly everyMs: number;
}

/** What comes round by itself, and how often. */
export function timetable(polledAgencies: readonly string[], pollEveryMs: number): readonly RepeatedJob[] {
  const { timetable: queue, feedFolders, ledger } = QUEUES;
  const every = (everyMs: number, name: string, on: string = queue): RepeatedJob => ({
    queue: on,
    job: { name, id: name, data: {} },
    everyMs,
  });
  return [
    every(2_000, 'watch-agencies'),
    every(2_000, 'expire-deadlines'),
    every(10_000, 'file-households'),
    every(2_000, 'recompute-deadlines'),
    every(60_000, 'plan-reconciliations'),
    every(600_000, 'sweep-partner-log'),
    every(3_600_000, 'renew-data-key'),
    // On a queue of its own: a large file on a slow line must not hold up the clocks.
    every(5_000, 'collect-feed-files', feedFolders),
    // Likewise: it reads years of entries.
    every(600_000, 'verify-ledger-at-night', ledger),
    ...polledAgencies.map((agency) => ({
      queue,
      job: { name: 'poll-replies', id: `poll-${agency}`, data: { agency } },
      everyMs: pollEveryMs,
    })),
  ];
}
