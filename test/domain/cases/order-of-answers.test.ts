import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReferralEvent } from '#domain/referrals/referral-transitions.ts';
import { clocksOf, openStory, says, type Story, timeline } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';

const WHOLE_WAY = ['RECEIVE', 'ACCEPT', 'START', 'COMPLETE'] as const;

/** A case whose first step failed, so that the arbitration, with the most clocks, is what is answered. */
function inArbitration(): Story {
  const story = openStory(DISPUTE);
  says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
  return story;
}

function hears(story: Story, events: readonly ReferralEvent[]): void {
  for (const event of events) says(story, 'arbitration', event, { outcome: 'NOT_FINAL' });
}

describe('answers in whatever order, and repeated', () => {
  it('end completed with the same outcome and the next step begun once', () => {
    const anyOrder = fc.tuple(
      fc.shuffledSubarray([...WHOLE_WAY], { minLength: WHOLE_WAY.length }),
      fc.array(fc.constantFrom(...WHOLE_WAY), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(anyOrder, ([events, repeated]) => {
        const story = inArbitration();

        hears(story, [...events, ...repeated]);

        expect(story.draft.referrals.map(({ stepKey, status, outcome }) => `${stepKey} ${status} ${outcome}`)).toEqual([
          'mediation COMPLETED FAILED',
          'arbitration COMPLETED NOT_FINAL',
          'court DRAFTED undefined',
        ]);
        expect(story.draft.case.status).toBe('IN_PROGRESS');
        expect(timeline(story).filter((type) => type === 'plan.advanced')).toHaveLength(2);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('leave the clocks as the furthest of them alone does', () => {
    const open = ['DELIVER', 'RECEIVE', 'ACCEPT', 'START'] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...open), { minLength: 1, maxLength: 6 }), (events) => {
        const furthest = open.findLast((event) => events.includes(event)) ?? 'DELIVER';
        const [all, one] = [inArbitration(), inArbitration()];

        hears(all, events);
        hears(one, [furthest]);

        expect(clocksOf(all, 'arbitration')).toEqual(clocksOf(one, 'arbitration'));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it.each([
    [['REQUEST_SUPPLEMENT'], { HANDOVER: 'MET', ARB_ACCEPT: 'PAUSED', SUPPLEMENT: 'RUNNING' }],
    [['RECEIVE', 'REQUEST_SUPPLEMENT'], { HANDOVER: 'MET', ARB_ACCEPT: 'PAUSED', SUPPLEMENT: 'RUNNING' }],
    [
      ['REQUEST_SUPPLEMENT', 'RECEIVE', 'REQUEST_SUPPLEMENT'],
      { HANDOVER: 'MET', ARB_ACCEPT: 'PAUSED', SUPPLEMENT: 'RUNNING' },
    ],
    [
      ['ACCEPT', 'REQUEST_SUPPLEMENT'],
      { HANDOVER: 'MET', ARB_ACCEPT: 'MET', ARB_AWARD: 'PAUSED', SUPPLEMENT: 'RUNNING' },
    ],
    [['REQUEST_SUPPLEMENT', 'ACCEPT'], { HANDOVER: 'MET', ARB_ACCEPT: 'MET', SUPPLEMENT: 'MET', ARB_AWARD: 'RUNNING' }],
    [
      ['ACCEPT', 'REQUEST_SUPPLEMENT', 'PROVIDE_SUPPLEMENT'],
      { HANDOVER: 'MET', ARB_ACCEPT: 'MET', ARB_AWARD: 'RUNNING', SUPPLEMENT: 'MET' },
    ],
  ] as const)('%j leave the clocks %j', (events, clocks) => {
    const story = inArbitration();

    hears(story, events);

    expect(clocksOf(story, 'arbitration')).toEqual(clocks);
  });
});
