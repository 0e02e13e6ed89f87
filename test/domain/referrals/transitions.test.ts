import { describe, expect, it } from 'vitest';
import { AGENCY_EVENTS } from '#domain/agencies/inbound-content.ts';
import {
  isReferralOver,
  nextReferralStatus,
  REFERRAL_EVENTS,
  type ReferralEvent,
  refusalOf,
  waitsForResend,
} from '#domain/referrals/referral-transitions.ts';
import { REFERRAL_STATUSES, type ReferralStatus } from '#domain/referrals/referral.ts';

const OVER: readonly ReferralStatus[] = ['RETURNED', 'REFUSED', 'TRANSFERRED', 'RECALLED', 'COMPLETED'];

/** What each open state answers to each event, written down a second time and by hand. `late`: SUPERSEDED, `-`: NOT_NOW. */
const EXPECTED = `
                     DELIVER RECEIVE  ACCEPT   START       REQUEST_SUPPLEMENT   PROVIDE_SUPPLEMENT RETURN   REFUSE  COMPLETE  RECALL   DOUBT    CONFIRM_DELIVERY DENY_DELIVERY
DRAFTED              SENT    RECEIVED ACCEPTED IN_HANDLING SUPPLEMENT_REQUESTED -                  RETURNED REFUSED COMPLETED RECALLED IN_DOUBT -                -
SENT                 late    RECEIVED ACCEPTED IN_HANDLING SUPPLEMENT_REQUESTED -                  RETURNED REFUSED COMPLETED RECALLED -        -                -
RECEIVED             late    late     ACCEPTED IN_HANDLING SUPPLEMENT_REQUESTED -                  RETURNED REFUSED COMPLETED RECALLED -        -                -
ACCEPTED             late    late     late     IN_HANDLING SUPPLEMENT_REQUESTED -                  RETURNED REFUSED COMPLETED RECALLED -        -                -
IN_HANDLING          late    late     late     late        SUPPLEMENT_REQUESTED -                  RETURNED REFUSED COMPLETED RECALLED -        -                -
SUPPLEMENT_REQUESTED late    late     ACCEPTED IN_HANDLING late                 RECEIVED           RETURNED REFUSED COMPLETED RECALLED -        -                -
IN_DOUBT             late    RECEIVED ACCEPTED IN_HANDLING SUPPLEMENT_REQUESTED -                  RETURNED REFUSED COMPLETED RECALLED -        SENT             DRAFTED
`;

const [columns = [], ...rows] = EXPECTED.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const openCells = rows.flatMap(([from, ...cells]) =>
  cells.map((to, index) => [from, columns[index], to] as [ReferralStatus, ReferralEvent, string]),
);
const overCells = OVER.flatMap((from) => REFERRAL_EVENTS.map((event) => [from, event] as const));

describe(`the referral table of ${REFERRAL_STATUSES.length} states and ${REFERRAL_EVENTS.length} events`, () => {
  it('is written down here cell by cell', () => {
    expect(openCells.length + overCells.length).toBe(REFERRAL_STATUSES.length * REFERRAL_EVENTS.length);
    expect(new Set(openCells.map(([from, event]) => `${from} ${event}`)).size).toBe(openCells.length);
  });

  it.each(openCells)('%s × %s gives %s', (from, event, expected) => {
    const refusal = { late: 'SUPERSEDED', '-': 'NOT_NOW' }[expected];

    expect(nextReferralStatus(from, event)).toBe(refusal ? undefined : expected);
    expect(refusalOf(from, event)).toBe(refusal);
  });

  it.each(overCells)('%s × %s is refused, for the matter is over', (from, event) => {
    expect(nextReferralStatus(from, event)).toBeUndefined();
    expect(refusalOf(from, event)).toBe('ALREADY_OVER');
  });

  it.each(REFERRAL_STATUSES)('calls %s over exactly when nothing leads out of it', (status) => {
    expect(isReferralOver(status)).toBe(OVER.includes(status));
  });

  it('takes from an agency every answer that is not late, in every open state', () => {
    const open = REFERRAL_STATUSES.filter((status) => !OVER.includes(status));
    const cells = open.flatMap((from) =>
      AGENCY_EVENTS.map((event) => ({ from, event, refusal: refusalOf(from, event) })),
    );

    expect(cells).toHaveLength(49);
    expect(cells.filter(({ refusal }) => refusal !== undefined && refusal !== 'SUPERSEDED')).toEqual([]);
  });

  it('lets every open state be recalled and be ended by the agency', () => {
    const open = REFERRAL_STATUSES.filter((status) => !OVER.includes(status));

    for (const event of ['RECALL', 'RETURN', 'REFUSE', 'COMPLETE'] as const) {
      expect(open.filter((from) => !nextReferralStatus(from, event))).toEqual([]);
    }
  });
});

describe('a referral that is over for its agency', () => {
  it.each([
    ['RETURNED', undefined, true],
    ['RECALLED', undefined, true],
    ['RECALLED', 'EXPIRED', false],
    ['REFUSED', 'REFUSED', false],
    ['COMPLETED', 'AGREED', false],
    ['SENT', undefined, false],
  ] as const)('%s with the outcome %s waits to be sent again: %s', (status, outcome, waits) => {
    expect(waitsForResend({ status, outcome })).toBe(waits);
  });
});
