import { z } from 'zod';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { defineJob, type JobDefinition } from '#jobs/define-job.ts';
import type { SystemUsecases } from '#usecases/system-usecases.ts';

/** The queues. Each agency has one of its own, so that a slow court does not hold up the HR bureau. */
export const QUEUES = {
  dispatchTo: (agency: string) => `dispatch-${agency}`,
  inbox: 'inbox',
  timetable: 'timetable',
} as const;

const byId = z.strictObject({ id: z.uuid() });
const byAgency = z.strictObject({ agency: z.string().transform(agencyCode) });
const nothing = z.strictObject({});

/** Every job there is. */
export function createJobs(usecases: SystemUsecases): ReadonlyMap<string, JobDefinition> {
  const jobs = [
    defineJob('dispatch-effect', byId, ({ id }) => usecases.dispatchEffect(id)),
    defineJob('apply-inbound-message', byId, ({ id }) => usecases.applyInboundMessage(id)),
    defineJob('poll-replies', byAgency, ({ agency }) => usecases.pollReplies(agency)),
    defineJob('expire-deadlines', nothing, () => usecases.expireDeadlines()),
  ];
  return new Map(jobs.map((job) => [job.name, job]));
}

/** What comes round by itself, and how often. */
export function timetable(polledAgencies: readonly string[], pollEveryMs: number) {
  return [
    { name: 'expire-deadlines', id: 'expire-deadlines', data: {}, everyMs: 2_000 },
    ...polledAgencies.map((agency) => ({
      name: 'poll-replies',
      id: `poll-${agency}`,
      data: { agency },
      everyMs: pollEveryMs,
    })),
  ];
}
