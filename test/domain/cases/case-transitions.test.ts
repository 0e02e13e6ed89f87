import { describe, expect, it } from 'vitest';
import { CASE_EVENTS, type CaseEventType, isCaseOver, nextCaseStatus } from '#domain/cases/case-transitions.ts';
import { CASE_STATUSES, type CaseStatus } from '#domain/cases/case.ts';

/** Written down a second time and by hand; `-` is refused. */
const EXPECTED = `
                ESCALATE        RESUME      FINISH          RATE   LAPSE_RATING WITHDRAW
IN_PROGRESS     NEEDS_ATTENTION -           AWAITING_RATING -      -            WITHDRAWN
NEEDS_ATTENTION NEEDS_ATTENTION IN_PROGRESS AWAITING_RATING -      -            WITHDRAWN
AWAITING_RATING -               -           -               CLOSED CLOSED       -
CLOSED          -               -           -               -      -            -
WITHDRAWN       -               -           -               -      -            -
`;

const [columns = [], ...rows] = EXPECTED.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([from, ...states]) =>
  states.map((to, index) => [from, columns[index], to] as [CaseStatus, CaseEventType, string]),
);

describe(`the case table of ${CASE_STATUSES.length} states and ${CASE_EVENTS.length} events`, () => {
  it('is written down here cell by cell', () => {
    expect(new Set(cells.map(([from, event]) => `${from} ${event}`)).size).toBe(
      CASE_STATUSES.length * CASE_EVENTS.length,
    );
  });

  it.each(cells)('%s × %s gives %s', (from, event, expected) => {
    expect(nextCaseStatus(from, event)).toBe(expected === '-' ? undefined : expected);
  });

  it('knows two ends', () => {
    expect(CASE_STATUSES.filter(isCaseOver)).toEqual(['CLOSED', 'WITHDRAWN']);
  });
});
