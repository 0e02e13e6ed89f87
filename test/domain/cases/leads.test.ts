import { describe, expect, it } from 'vitest';
import { describeEvent } from '#domain/cases/describe-event.ts';
import { expireDeadline } from '#domain/cases/expire-deadline.ts';
import { resendReferral } from '#domain/cases/resend-referral.ts';
import {
  at,
  clockOf,
  delivers,
  openStory,
  otherOffice,
  says,
  type Story,
  timeline,
} from '../../support/factories/case-drafts.ts';
import { endsWith, makeClockRule, makeServiceItem, makeStep } from '../../support/factories/service-items.ts';

const words = { zh: '改派', en: 'given to another office' };
const ITEM = makeServiceItem({
  steps: [
    makeStep('only', {
      clocks: ['HANDOVER', 'SUPPLEMENT', 'TAKE_ON'],
      outcomes: { DONE: endsWith('DONE'), REFUSED: endsWith('NOT_ACCEPTED') },
    }),
  ],
  clocks: {
    ...makeServiceItem().clocks,
    TAKE_ON: makeClockRule('TAKE_ON', {
      stops: ['ACCEPTED'],
      length: 3,
      consequence: { kind: 'REASSIGN', text: words },
    }),
  },
});

function comesBack(story: Story, next?: string): void {
  delivers(story, 'only');
  says(story, 'only', 'RETURN', { reasonCode: 'NO_JURISDICTION' });
  resendReferral(
    story.draft,
    at(story, 'only').id,
    'again',
    story.context(),
    next ? otherOffice(story, 'only', next) : undefined,
  );
}

describe('a step that comes back', () => {
  it('goes again to where it was after correction, or to another office', () => {
    const story = openStory(ITEM);

    comesBack(story);
    const corrected = at(story, 'only').officeId;
    comesBack(story, 'office-b');

    expect([corrected, at(story, 'only').officeId, at(story, 'only').round]).toEqual(['office-only', 'office-b', 3]);
  });

  it('is led, after the second return, by whoever gets it then, and everyone can read so', () => {
    const story = openStory(ITEM);
    comesBack(story);
    const afterOne = at(story, 'only').leads;
    comesBack(story, 'office-b');

    expect([afterOne, at(story, 'only').leads]).toEqual([false, true]);
    const fixed = story.draft.events.find(({ type }) => type === 'lead.fixed');
    const agency = { zh: '木棉区总工会', en: 'Mumian union' };
    expect(fixed && describeEvent(fixed, { item: ITEM, agency }).zh).toBe(
      'only已退回 2 次，确定由木棉区总工会牵头办理，不再退回',
    );
  });

  it('cannot be returned a third time, and can still be refused or handled', () => {
    const story = openStory(ITEM);
    comesBack(story);
    comesBack(story);
    delivers(story, 'only');

    const returned = says(story, 'only', 'RETURN', { reasonCode: 'NO_JURISDICTION' });

    expect(returned).toEqual({ applied: false, refusal: 'LEAD_FIXED' });
    expect(at(story, 'only').status).toBe('SENT');
    expect(says(story, 'only', 'COMPLETE', { outcome: 'DONE' })).toEqual({ applied: true });
  });

  it('does not count what a person took back', () => {
    const story = openStory(ITEM);
    comesBack(story);
    delivers(story, 'only');
    says(story, 'only', 'RECALL');
    resendReferral(story.draft, at(story, 'only').id, 'again', story.context());

    expect(at(story, 'only').leads).toBe(false);
  });
});

describe('silence after receipt, where the rule says that another office gets it', () => {
  function runsOutTo(story: Story, office: string | undefined): void {
    const clock = clockOf(story, 'only', 'TAKE_ON');
    story.waitFor(clock);
    const instead = office === undefined ? undefined : otherOffice(story, 'only', office);
    expireDeadline(story.draft, clock.id, story.context(), instead);
  }

  it('takes the matter back and gives it to the other office, with its clocks', () => {
    const story = openStory(ITEM);
    delivers(story, 'only');
    says(story, 'only', 'RECEIVE');

    runsOutTo(story, 'office-b');

    expect(story.draft.referrals.map(({ officeId, status }) => [officeId, status])).toEqual([
      ['office-only', 'RECALLED'],
      ['office-b', 'DRAFTED'],
    ]);
    expect(timeline(story)).toContain('referral.reassigned');
    expect(clockOf(story, 'only', 'HANDOVER').status).toBe('RUNNING');
    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });

  it('brings a person where no other office can act', () => {
    const story = openStory(ITEM);
    delivers(story, 'only');
    says(story, 'only', 'RECEIVE');

    runsOutTo(story, undefined);

    expect(story.draft.case).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'OVERDUE:TAKE_ON' });
  });
});

describe('a matter that shows its card first', () => {
  const CARD_FIRST = makeServiceItem({
    steps: [
      makeStep('only', {
        card: ['form.kind'],
        discloses: ['form.kind', 'applicant.name'],
        disclosure: 'CARD_FIRST',
        outcomes: { DONE: endsWith('DONE'), REFUSED: endsWith('NOT_ACCEPTED') },
      }),
    ],
  });

  it('is disclosed, and the application sent, once the agency has accepted', () => {
    const story = openStory(CARD_FIRST);
    delivers(story, 'only');
    says(story, 'only', 'RECEIVE');
    const before = at(story, 'only').disclosedAt;

    says(story, 'only', 'ACCEPT');

    expect(before).toBeUndefined();
    expect(at(story, 'only').disclosedAt).toEqual(story.context().now);
    expect(story.draft.effects.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'DISPATCH DELIVERED',
      'SUPPLEMENT PENDING',
    ]);
  });

  it.each([
    ['REFUSE', {}],
    ['RETURN', { reasonCode: 'NOT_OUR_SCOPE' }],
    ['COMPLETE', { outcome: 'DONE' }],
  ] as const)('is never disclosed to an agency that answers at once with %s', (event, more) => {
    const story = openStory(CARD_FIRST);
    delivers(story, 'only');

    says(story, 'only', event, more);

    expect(at(story, 'only').disclosedAt).toBeUndefined();
    expect(story.draft.effects).toHaveLength(1);
  });

  it('is disclosed with the referral where the law asks for a complete application', () => {
    expect(at(openStory(ITEM), 'only').disclosedAt).toBeDefined();
  });
});
