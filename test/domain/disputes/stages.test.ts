import { describe, expect, it } from 'vitest';
import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import { ARBITRATION_EVENTS, ARBITRATION_STAGES } from '#domain/disputes/arbitration-stages.ts';
import { COURT_MEDIATION_EVENTS, COURT_MEDIATION_STAGES } from '#domain/disputes/court-mediation-stages.ts';
import type { StageEvent } from '#domain/disputes/dispute-stage.ts';
import { nextStage, stageAfter, stageName, stageOf, stageRefusalOf } from '#domain/disputes/stage-course.ts';

/** Written down a second time and by hand; what is not here is refused. */
const MEDIATION = `
SUBMITTED QUALIFY AWAITING_ASSIGNMENT, RETURN RETURNED, DELEGATE DELEGATED, ACCEPT ACCEPTED, BEGIN MEDIATING
AWAITING_ASSIGNMENT RETURN RETURNED, DELEGATE DELEGATED, ACCEPT ACCEPTED, BEGIN MEDIATING
DELEGATED RETURN RETURNED, DECLINE AWAITING_ASSIGNMENT, ACCEPT ACCEPTED, BEGIN MEDIATING
ACCEPTED CONTACT_OTHER_PARTY AWAITING_OTHER_PARTY, BEGIN MEDIATING, AGREE AGREED, TERMINATE TERMINATED
AWAITING_OTHER_PARTY BEGIN MEDIATING, AGREE AGREED, TERMINATE TERMINATED
MEDIATING EXTEND EXTENDED, AGREE AGREED, TERMINATE TERMINATED
EXTENDED EXTEND EXTENDED, AGREE AGREED, TERMINATE TERMINATED
AGREED PERFORM PERFORMED, BREACH BREACHED, REQUEST_STATEMENT STATEMENT_PENDING, APPLY_CONFIRMATION CONFIRMATION_PENDING
STATEMENT_PENDING ISSUE_STATEMENT CLOSED
CONFIRMATION_PENDING CONFIRM CONFIRMED, REJECT_CONFIRMATION CONFIRM_REJECTED, WITHDRAW_CONFIRMATION CONFIRM_WITHDRAWN, NOT_ACCEPT_CONFIRMATION CONFIRM_NOT_ACCEPTED
TERMINATED FILE FILED, CLOSE CLOSED`;

const ENDS =
  'AWARD_FINAL AWARDED_FINAL, AWARD_NON_FINAL AWARDED_NON_FINAL, SETTLE MEDIATED, WITHDRAW WITHDRAWN, LAPSE OVERDUE';
const ARBITRATION = `
RECEIVED ACCEPT ACCEPTED, NOT_ACCEPT NOT_ACCEPTED, FORM_TRIBUNAL TRIBUNAL_FORMED, HEAR HEARING, ${ENDS}
ACCEPTED FORM_TRIBUNAL TRIBUNAL_FORMED, MEDIATE_FIRST MEDIATION_FIRST, HEAR HEARING, SUSPEND SUSPENDED, EXTEND EXTENDED, ${ENDS}
TRIBUNAL_FORMED MEDIATE_FIRST MEDIATION_FIRST, HEAR HEARING, SUSPEND SUSPENDED, EXTEND EXTENDED, ${ENDS}
MEDIATION_FIRST HEAR HEARING, SUSPEND SUSPENDED, EXTEND EXTENDED, ${ENDS}
HEARING MEDIATE_FIRST MEDIATION_FIRST, SUSPEND SUSPENDED, EXTEND EXTENDED, ${ENDS}
SUSPENDED RESUME HEARING, ${ENDS}
EXTENDED MEDIATE_FIRST MEDIATION_FIRST, HEAR HEARING, SUSPEND SUSPENDED, ${ENDS}`;

const COURSES = [
  ['COURT_MEDIATION', MEDIATION, COURT_MEDIATION_STAGES, COURT_MEDIATION_EVENTS],
  ['HR_ARBITRATION', ARBITRATION, ARBITRATION_STAGES, ARBITRATION_EVENTS],
] as const;

function cellsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [, from = '', moves = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
        return moves.split(', ').map((move) => {
          const [event, to = ''] = move.split(' ');
          return [`${from} ${event}`, to] as const;
        });
      }),
  );
}

describe.each(COURSES)('the stages of %s', (role, text, stages, events) => {
  const cells = cellsOf(text);

  it('are written down here cell by cell', () => {
    const known = stages.flatMap((stage) => events.map((event) => `${stage} ${event}`));
    expect([...cells.keys()].filter((cell) => !known.includes(cell))).toEqual([]);
  });

  it.each(stages.flatMap((stage) => events.map((event) => [stage, event] as const)))('%s × %s', (stage, event) => {
    const referral = { role, stage };
    const expected = cells.get(`${stage} ${event}`);
    const refusal = stageRefusalOf(referral, event, { allPartiesAgree: true });

    expect(nextStage(referral, event)).toBe(expected);
    expect([expected === undefined ? 'STAGE_NOT_NOW' : undefined, 'STAGE_NEEDS_OUTCOME']).toContain(refusal);
  });

  it('all have words in both languages', () => {
    for (const stage of stages) {
      expect(stageName(role, stage).zh).toMatch(/\p{Script=Han}/u);
      expect(stageName(role, stage).en).toMatch(/^[A-Z]/);
    }
  });
});

describe('a stage reported by itself', () => {
  it.each([
    ['UNION_MEDIATION', 'AGREE'],
    ['UNION_MEDIATION', 'TERMINATE'],
    ['COURT_MEDIATION', 'RETURN'],
    ['HR_ARBITRATION', 'AWARD_FINAL'],
    ['HR_ARBITRATION', 'NOT_ACCEPT'],
    ['HR_ARBITRATION', 'LAPSE'],
  ] as const)('of %s does not end the matter by %s, which needs an outcome', (role, event) => {
    expect(stageRefusalOf({ role }, event)).toBe('STAGE_NEEDS_OUTCOME');
  });

  it.each([
    ['UNION_MEDIATION', 'HEAR'],
    ['HR_ARBITRATION', 'PERFORM'],
    ['COURT_FILING', 'ACCEPT'],
    ['UNION_AID', 'BEGIN'],
  ] as const)('is refused where matters of %s know no %s', (role, event) => {
    expect(stageRefusalOf({ role }, event)).toBe('STAGE_NOT_OF_ROLE');
  });

  it('extends a mediation only when all parties agree, and an arbitration without them', () => {
    const mediation = { role: 'UNION_MEDIATION', stage: 'MEDIATING' } as const;

    expect(stageRefusalOf(mediation, 'EXTEND')).toBe('STAGE_NEEDS_ALL_PARTIES');
    expect(stageRefusalOf(mediation, 'EXTEND', { allPartiesAgree: false })).toBe('STAGE_NEEDS_ALL_PARTIES');
    expect(stageRefusalOf(mediation, 'EXTEND', { allPartiesAgree: true })).toBeUndefined();
    expect(stageRefusalOf({ role: 'HR_ARBITRATION', stage: 'HEARING' }, 'EXTEND')).toBeUndefined();
  });
});

describe('the stage of a referral', () => {
  it.each([
    ['UNION_MEDIATION', 'DELEGATED'],
    ['COURT_MEDIATION', 'SUBMITTED'],
    ['HR_ARBITRATION', 'RECEIVED'],
    ['COURT_FILING', undefined],
  ] as const)('of %s begins as %s', (role: AgencyRole, first) => {
    expect(stageOf({ role })).toBe(first);
  });

  it.each([
    ['UNION_MEDIATION', undefined, 'ACCEPT', undefined, 'ACCEPTED'],
    ['UNION_MEDIATION', undefined, 'START', undefined, 'MEDIATING'],
    ['UNION_MEDIATION', 'MEDIATING', 'ACCEPT', undefined, 'MEDIATING'],
    ['UNION_MEDIATION', undefined, 'COMPLETE', 'AGREED', 'AGREED'],
    ['UNION_MEDIATION', 'AWAITING_OTHER_PARTY', 'COMPLETE', 'FAILED', 'TERMINATED'],
    ['UNION_MEDIATION', 'MEDIATING', 'RECALL', 'EXPIRED', 'TERMINATED'],
    ['UNION_MEDIATION', 'MEDIATING', 'RECALL', undefined, 'MEDIATING'],
    ['UNION_MEDIATION', undefined, 'RETURN', undefined, 'RETURNED'],
    ['UNION_MEDIATION', undefined, 'REFUSE', 'REFUSED', 'RETURNED'],
    ['HR_ARBITRATION', undefined, 'ACCEPT', undefined, 'ACCEPTED'],
    ['HR_ARBITRATION', 'SUSPENDED', 'COMPLETE', 'AWARDED_NON_FINAL', 'AWARDED_NON_FINAL'],
    ['HR_ARBITRATION', undefined, 'COMPLETE', 'MEDIATED', 'MEDIATED'],
    ['HR_ARBITRATION', 'HEARING', 'RECALL', 'EXPIRED', 'OVERDUE'],
    ['HR_ARBITRATION', undefined, 'REFUSE', 'REFUSED', 'NOT_ACCEPTED'],
    ['HR_ARBITRATION', 'HEARING', 'START', undefined, 'HEARING'],
    ['COURT_FILING', undefined, 'COMPLETE', 'DOCKETED', undefined],
  ] as const)('%s at %s after %s with %s is %s', (role, stage, event, outcome, expected) => {
    expect(stageAfter({ role, stage }, event, outcome)).toBe(expected);
  });

  it('is never left by an event of the other course', () => {
    const foreign = ARBITRATION_EVENTS.filter((event) => !COURT_MEDIATION_EVENTS.some((own) => own === event));

    for (const event of foreign as readonly StageEvent[]) {
      expect(nextStage({ role: 'UNION_MEDIATION', stage: 'MEDIATING' }, event)).toBeUndefined();
    }
  });
});
