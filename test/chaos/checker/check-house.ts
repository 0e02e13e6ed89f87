import type { EventRow, Evidence } from './evidence.ts';
import type { Violation } from './violation.ts';

const CASE_OVER = ['CLOSED', 'WITHDRAWN'];
const STOP_WITHIN_MS = 10_000;

/** No case lies where nobody looks; what happened tells what is; nothing of ours fell over or stopped late. */
export function checkHouse(evidence: Evidence): readonly Violation[] {
  const { cases, terminations, crashes, failedJobs } = evidence;
  return [
    {
      kind: 'CASE_WITHOUT_CLOCK',
      ids: cases
        .filter(
          ({ status, openClocks }) => !CASE_OVER.includes(status) && status !== 'NEEDS_ATTENTION' && openClocks === 0,
        )
        .map(({ id, status }) => `${id} ${status}`),
    },
    { kind: 'EVENTS_DISAGREE', ids: disagreements(evidence) },
    { kind: 'JOB_FAILED', ids: failedJobs > 0 ? [`${failedJobs} jobs`] : [] },
    {
      kind: 'STOP_BROKE_REQUEST',
      ids: terminations.flatMap(({ broken }, index) =>
        broken > 0 ? [`SIGTERM ${index + 1}: ${broken} requests`] : [],
      ),
    },
    {
      kind: 'STOP_LATE',
      ids: terminations.flatMap(({ code, ms }, index) =>
        code === 0 && ms < STOP_WITHIN_MS ? [] : [`SIGTERM ${index + 1}: exit ${code} after ${Math.round(ms)} ms`],
      ),
    },
    { kind: 'PROCESS_CRASHED', ids: crashes },
  ];
}

/** Replays each case's events and compares with what is stored. */
function disagreements({ cases, referrals, events }: Evidence): readonly string[] {
  const stored = new Map([...cases, ...referrals].map(({ id, status }) => [id, status]));
  const byCase = Map.groupBy(events, ({ caseId }) => caseId);
  const replayed = new Map<string, string>();
  const wrong: string[] = [];
  for (const [caseId, rows] of byCase) {
    const ordered = rows.toSorted((a, b) => a.sequence - b.sequence);
    for (const [index, event] of ordered.entries()) {
      if (event.sequence !== index + 1) wrong.push(`${caseId} event ${event.sequence} at place ${index + 1}`);
      if (!follows(replayed, event)) wrong.push(`${caseId} event ${event.sequence} from ${event.from ?? 'nothing'}`);
      if (event.to !== null) replayed.set(event.referralId ?? caseId, event.to);
    }
  }
  for (const [id, status] of stored) {
    if (replayed.get(id) !== status) wrong.push(`${id} is ${status}, its events say ${replayed.get(id) ?? 'nothing'}`);
  }
  return wrong;
}

function follows(replayed: ReadonlyMap<string, string>, { caseId, referralId, from, to }: EventRow): boolean {
  return to === null || (replayed.get(referralId ?? caseId) ?? null) === from;
}
