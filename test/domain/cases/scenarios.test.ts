import { describe, expect, it } from 'vitest';
import { settleAttention } from '#domain/cases/attention.ts';
import { expireDeadline } from '#domain/cases/expire-deadline.ts';
import { provideSupplement } from '#domain/cases/provide-supplement.ts';
import { rateCase } from '#domain/cases/rate-case.ts';
import { recallReferral } from '#domain/cases/recall-referral.ts';
import { resendReferral } from '#domain/cases/resend-referral.ts';
import { withdrawCase } from '#domain/cases/withdraw-case.ts';
import {
  at,
  clockOf,
  clocksOf,
  delivers,
  openStory,
  runsOut,
  says,
  sendings,
  timeline,
  today,
} from '../../support/factories/case-drafts.ts';
import { AID, DISPUTE, endsWith, leadsTo, makeServiceItem, makeStep } from '../../support/factories/service-items.ts';

describe('a dispute', () => {
  it('goes from mediation to arbitration to court and ends with the docket', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });

    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
    delivers(story, 'arbitration', { kind: 'ACCEPTED', agencyReference: 'award no. 12' });
    says(story, 'arbitration', 'COMPLETE', { outcome: 'NOT_FINAL' });
    says(story, 'court', 'COMPLETE', { outcome: 'DOCKETED' });

    expect(story.draft.case).toMatchObject({ status: 'AWAITING_RATING', outcome: 'DOCKETED' });
    expect(story.draft.referrals.map(({ stepKey, status, outcome }) => [stepKey, status, outcome])).toEqual([
      ['mediation', 'COMPLETED', 'FAILED'],
      ['arbitration', 'COMPLETED', 'NOT_FINAL'],
      ['court', 'COMPLETED', 'DOCKETED'],
    ]);
    expect(at(story, 'arbitration').agencyReference).toBe('award no. 12');
  });

  it('goes to arbitration when mediation stays silent for fifteen days, and takes the matter back from the mediator', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });

    const performed = runsOut(story, 'mediation', 'MED_LDMA');

    expect(performed).toBe(true);
    expect(today(story)).toBe('2026-09-17');
    expect(at(story, 'mediation')).toMatchObject({ status: 'RECALLED', outcome: 'EXPIRED' });
    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED', 'RECALL PENDING']);
    expect(at(story, 'arbitration').status).toBe('DRAFTED');
    expect(story.draft.case.status).toBe('IN_PROGRESS');
    expect(timeline(story).slice(-4)).toEqual([
      'deadline.expired',
      'referral.recalled',
      'plan.advanced',
      'referral.drafted',
    ]);
  });

  it('does not expire a clock a second before its time, nor twice', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    const clock = clockOf(story, 'mediation', 'MED_LDMA');
    const early = { ...story.context(), now: new Date(clock.computation.dueAt.getTime() - 1) };

    expect(expireDeadline(story.draft, clock.id, early)).toBe(false);
    expect(runsOut(story, 'mediation', 'MED_LDMA')).toBe(true);
    const referrals = story.draft.referrals;
    expect(expireDeadline(story.draft, clock.id, story.context())).toBe(false);
    expect(expireDeadline(story.draft, 'no such clock', story.context())).toBe(false);
    expect(story.draft.referrals).toBe(referrals);
  });

  it('ignores the mediator who reports an agreement after the time was over', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    runsOut(story, 'mediation', 'MED_LDMA');

    const progress = says(story, 'mediation', 'COMPLETE', { outcome: 'AGREED' });

    expect(progress).toEqual({ applied: false, refusal: 'ALREADY_OVER' });
    expect(at(story, 'mediation').outcome).toBe('EXPIRED');
  });

  it('takes the branch of a refusal', () => {
    const story = openStory(DISPUTE);

    delivers(story, 'mediation', { kind: 'REFUSED', reasonCode: 'NO_JURISDICTION' });

    expect(at(story, 'mediation')).toMatchObject({
      status: 'REFUSED',
      outcome: 'REFUSED',
      reasonCode: 'NO_JURISDICTION',
    });
    expect(sendings(story, 'mediation')).toEqual(['DISPATCH REFUSED']);
    expect(at(story, 'arbitration').status).toBe('DRAFTED');
  });

  it('keeps a foreign reason of refusal as OTHER', () => {
    const story = openStory(DISPUTE);

    delivers(story, 'mediation', { kind: 'REFUSED', reasonCode: 'E-4711' });

    expect(at(story, 'mediation').reasonCode).toBe('OTHER');
  });
});

describe('the clock for the decision to accept', () => {
  function inArbitration() {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
    return story;
  }

  it('runs from receipt and stops at acceptance, where the clock for the award begins', () => {
    const story = inArbitration();

    says(story, 'arbitration', 'RECEIVE');
    const received = clocksOf(story, 'arbitration');
    says(story, 'arbitration', 'ACCEPT');

    expect(received).toEqual({ HANDOVER: 'MET', ARB_ACCEPT: 'RUNNING' });
    expect(clocksOf(story, 'arbitration')).toEqual({ HANDOVER: 'MET', ARB_ACCEPT: 'MET', ARB_AWARD: 'RUNNING' });
  });

  it.each(['ACCEPT', 'START'] as const)(
    'is met where %s is the first thing heard, and never takes an accepted matter to court',
    (event) => {
      const story = inArbitration();

      says(story, 'arbitration', event);

      expect(clocksOf(story, 'arbitration')).toEqual({ HANDOVER: 'MET', ARB_ACCEPT: 'MET', ARB_AWARD: 'RUNNING' });
      expect(runsOut(story, 'arbitration', 'ARB_ACCEPT')).toBe(false);
    },
  );

  it('sends the matter to court when nobody decides', () => {
    const story = inArbitration();
    says(story, 'arbitration', 'RECEIVE');

    runsOut(story, 'arbitration', 'ARB_ACCEPT');

    expect(at(story, 'arbitration').outcome).toBe('EXPIRED');
    expect(at(story, 'court').status).toBe('DRAFTED');
  });

  it('stands still from the first moment when the first thing heard is a request for a supplement', () => {
    const story = inArbitration();

    says(story, 'arbitration', 'REQUEST_SUPPLEMENT');

    expect(clocksOf(story, 'arbitration')).toEqual({ HANDOVER: 'MET', ARB_ACCEPT: 'PAUSED', SUPPLEMENT: 'RUNNING' });
  });
});

describe('a supplement', () => {
  function waiting() {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
    delivers(story, 'arbitration', { kind: 'RECEIVED' });
    story.passDays(2);
    says(story, 'arbitration', 'REQUEST_SUPPLEMENT', { reasonCode: 'MATERIALS_INCOMPLETE', note: 'the contract' });
    return story;
  }

  it('pauses the clocks that pause, and its own begins', () => {
    expect(clocksOf(waiting(), 'arbitration')).toEqual({
      HANDOVER: 'MET',
      ARB_ACCEPT: 'PAUSED',
      SUPPLEMENT: 'RUNNING',
    });
  });

  it('leaves the others running', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });

    says(story, 'mediation', 'REQUEST_SUPPLEMENT');

    expect(clocksOf(story, 'mediation')).toEqual({ HANDOVER: 'MET', MED_LDMA: 'RUNNING', SUPPLEMENT: 'RUNNING' });
  });

  it('once provided is sent, and the time it took is added', () => {
    const story = waiting();
    const due = clockOf(story, 'arbitration', 'ARB_ACCEPT').computation.dueOn;
    story.passDays(4);

    const progress = provideSupplement(story.draft, at(story, 'arbitration').id, 'here it is', story.context());

    expect(progress.applied).toBe(true);
    expect(at(story, 'arbitration').status).toBe('RECEIVED');
    expect(clocksOf(story, 'arbitration')).toEqual({ HANDOVER: 'MET', ARB_ACCEPT: 'RUNNING', SUPPLEMENT: 'MET' });
    expect([due, clockOf(story, 'arbitration', 'ARB_ACCEPT').computation.dueOn]).toEqual(['2026-09-07', '2026-09-10']);
    expect(sendings(story, 'arbitration')).toEqual(['DISPATCH DELIVERED', 'SUPPLEMENT PENDING']);
  });

  it('never expires the clock that waits for it', () => {
    expect(runsOut(waiting(), 'arbitration', 'ARB_ACCEPT')).toBe(false);
  });

  it('that was not asked for is refused and sends nothing', () => {
    const story = openStory(DISPUTE);

    const progress = provideSupplement(story.draft, at(story, 'mediation').id, 'unasked', story.context());

    expect(progress).toEqual({ applied: false, refusal: 'NOT_NOW' });
    expect(sendings(story, 'mediation')).toEqual(['DISPATCH PENDING']);
  });

  it('that is overdue puts the case on the list, and takes it off once it is there', () => {
    const story = waiting();

    runsOut(story, 'arbitration', 'SUPPLEMENT');
    const overdue = story.draft.case;
    provideSupplement(story.draft, at(story, 'arbitration').id, 'late, but here', story.context());

    expect(overdue).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'OVERDUE:SUPPLEMENT' });
    expect(story.draft.case).toMatchObject({ status: 'IN_PROGRESS', attentionReason: undefined });
  });

  it('asked for again has its whole time again', () => {
    const story = waiting();
    runsOut(story, 'arbitration', 'SUPPLEMENT');
    provideSupplement(story.draft, at(story, 'arbitration').id, 'late, but here', story.context());

    says(story, 'arbitration', 'REQUEST_SUPPLEMENT');
    const asked = story.draft.case.status;
    runsOut(story, 'arbitration', 'SUPPLEMENT');

    expect([asked, story.draft.case.status]).toEqual(['IN_PROGRESS', 'NEEDS_ATTENTION']);
  });

  it('that nothing but a paused clock waits for puts the case on the list', () => {
    const story = openStory(AID);
    says(story, 'check', 'COMPLETE', { outcome: 'ELIGIBLE' });
    says(story, 'visit', 'COMPLETE', { outcome: 'CONFIRMED' });

    says(story, 'approval', 'REQUEST_SUPPLEMENT');

    expect(clocksOf(story, 'approval')).toEqual({ HANDOVER: 'MET', APPROVAL: 'PAUSED' });
    expect(story.draft.case.attentionReason).toBe('NO_CLOCK');
  });

  it('the agency does not take puts the case on the list, and its next request takes it off', () => {
    const story = waiting();
    provideSupplement(story.draft, at(story, 'arbitration').id, 'here it is', story.context());

    delivers(story, 'arbitration', { kind: 'REFUSED', reasonCode: 'OTHER' });
    const refused = story.draft.case.attentionReason;
    says(story, 'arbitration', 'REQUEST_SUPPLEMENT');
    provideSupplement(story.draft, at(story, 'arbitration').id, 'again', story.context());

    expect([refused, story.draft.case.attentionReason]).toEqual(['DELIVERY_REFUSED', undefined]);
  });

  it('not yet sent stays here once the agency has ended the matter', () => {
    const story = waiting();
    provideSupplement(story.draft, at(story, 'arbitration').id, 'here it is', story.context());

    says(story, 'arbitration', 'COMPLETE', { outcome: 'AWARDED' });

    expect(sendings(story, 'arbitration')).toEqual(['DISPATCH DELIVERED', 'SUPPLEMENT CANCELLED']);
  });
});

describe('a returned referral', () => {
  it('waits on the list with its reason and goes out again as round 2', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });

    says(story, 'mediation', 'RETURN', { reasonCode: 'AUTHORISATION_MISSING' });
    const returned = story.draft.case;
    const again = resendReferral(story.draft, at(story, 'mediation').id, 'signed now', story.context());

    expect(returned).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RETURNED:AUTHORISATION_MISSING' });
    expect(again).toMatchObject({ stepKey: 'mediation', round: 2, status: 'DRAFTED' });
    expect(story.draft.case.status).toBe('IN_PROGRESS');
    expect(clocksOf(story, 'mediation')).toEqual({ HANDOVER: 'RUNNING' });
  });

  it('without a reason of its own does not borrow that of an earlier supplement request', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'REQUEST_SUPPLEMENT', { reasonCode: 'MATERIALS_INCOMPLETE' });

    says(story, 'mediation', 'RETURN');

    expect(story.draft.case.attentionReason).toBe('RETURNED:OTHER');
  });

  it('is sent again once, and only its last round', () => {
    const story = openStory(DISPUTE);
    const first = at(story, 'mediation').id;
    says(story, 'mediation', 'RETURN');
    resendReferral(story.draft, first, 'corrected', story.context());

    expect(resendReferral(story.draft, first, 'once more', story.context())).toBeUndefined();
    expect(resendReferral(story.draft, at(story, 'mediation').id, 'still open', story.context())).toBeUndefined();
    expect(story.draft.referrals).toHaveLength(2);
  });

  it('is not sent again once the case is withdrawn', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'RETURN');
    withdrawCase(story.draft, 'settled at home', story.context());

    expect(resendReferral(story.draft, at(story, 'mediation').id, 'too late', story.context())).toBeUndefined();
  });

  it('keeps the case open though another branch has come to its end', () => {
    const story = openStory(AID);
    says(story, 'visit', 'RETURN', { reasonCode: 'MATERIALS_INCOMPLETE' });

    says(story, 'check', 'COMPLETE', { outcome: 'INELIGIBLE' });

    expect(story.draft.case).toMatchObject({
      status: 'NEEDS_ATTENTION',
      attentionReason: 'RETURNED:MATERIALS_INCOMPLETE',
    });
  });
});

describe('a recall', () => {
  it('of what never left cancels it and tells nobody', () => {
    const story = openStory(DISPUTE);

    recallReferral(story.draft, at(story, 'mediation').id, 'wrong item', story.context());

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH CANCELLED']);
    expect(story.draft.case).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RECALLED' });
  });

  it('of what was sent is itself sent', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation');

    recallReferral(story.draft, at(story, 'mediation').id, 'wrong item', story.context());

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED', 'RECALL PENDING']);
  });

  it('is followed by the next round', () => {
    const story = openStory(DISPUTE);
    recallReferral(story.draft, at(story, 'mediation').id, 'wrong telephone', story.context());

    const again = resendReferral(story.draft, at(story, 'mediation').id, 'corrected', story.context());

    expect(again?.round).toBe(2);
    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });

  it('cannot be made to look like an end by an outcome that came with an earlier answer', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'START', { outcome: 'AGREED' });

    recallReferral(story.draft, at(story, 'mediation').id, 'wrong item', story.context());

    expect(at(story, 'mediation').outcome).toBeUndefined();
    expect(story.draft.case.attentionReason).toBe('RECALLED');
  });

  it('of what is over is refused', () => {
    const story = openStory(DISPUTE);
    const { id } = at(story, 'mediation');
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });

    expect(recallReferral(story.draft, id, 'too late', story.context())).toEqual({
      applied: false,
      refusal: 'ALREADY_OVER',
    });
    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED']);
  });
});

describe('a withdrawal', () => {
  it('takes back everything that is open, stops every clock and ends the case', () => {
    const story = openStory(AID);
    delivers(story, 'check', { kind: 'ACCEPTED' });

    const withdrawn = withdrawCase(story.draft, 'moved away', story.context());

    expect(withdrawn).toBe(true);
    expect(story.draft.case).toMatchObject({
      status: 'WITHDRAWN',
      outcome: 'WITHDRAWN',
      closedAt: story.context().now,
    });
    expect(sendings(story, 'check')).toEqual(['DISPATCH DELIVERED', 'RECALL PENDING']);
    expect(sendings(story, 'visit')).toEqual(['DISPATCH CANCELLED']);
    expect(story.draft.deadlines.filter(({ status }) => status === 'RUNNING' || status === 'PAUSED')).toEqual([]);
  });

  it('of an overdue case leaves no trace of a return to normal', () => {
    const story = openStory(DISPUTE);
    runsOut(story, 'mediation', 'HANDOVER');

    withdrawCase(story.draft, 'moved away', story.context());

    expect(story.draft.case.attentionReason).toBeUndefined();
    expect(timeline(story).slice(-2)).toEqual(['case.withdrawn', 'referral.recalled']);
  });

  it('is not an outcome of the step it interrupts, though a plan may know one of that name', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });

    withdrawCase(story.draft, 'settled at home', story.context());

    expect(story.draft.case).toMatchObject({ status: 'WITHDRAWN', outcome: 'WITHDRAWN' });
    expect(at(story, 'arbitration')).toMatchObject({ status: 'RECALLED', outcome: undefined });
  });

  it.each([
    [
      'a second time',
      (story: ReturnType<typeof openStory>) => void withdrawCase(story.draft, 'first', story.context()),
    ],
    [
      'when the rating is awaited',
      (story: ReturnType<typeof openStory>) => void says(story, 'mediation', 'COMPLETE', { outcome: 'AGREED' }),
    ],
  ])('is refused %s', (_when, before) => {
    const story = openStory(DISPUTE);
    before(story);
    const { events } = story.draft;

    expect(withdrawCase(story.draft, 'again', story.context())).toBe(false);
    expect(story.draft.events).toBe(events);
  });
});

describe('the rating', () => {
  function handled() {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'AGREED' });
    return story;
  }

  it('closes the case and stops its clock', () => {
    const story = handled();

    const rated = rateCase(story.draft, 5, 'quick', story.context());

    expect(rated).toBe(true);
    expect(story.draft.case).toMatchObject({ status: 'CLOSED', rating: 5, ratingComment: 'quick', outcome: 'SETTLED' });
    expect(clocksOf(story)).toEqual({ RATING: 'MET' });
  });

  it('lapses after its time, and the case closes by itself', () => {
    const story = handled();

    runsOut(story, undefined, 'RATING');

    expect(story.draft.case).toMatchObject({ status: 'CLOSED', closedAt: story.context().now });
    expect(story.draft.case.rating).toBeUndefined();
    expect(rateCase(story.draft, 5, undefined, story.context())).toBe(false);
  });

  it('is refused before the matter is handled', () => {
    const story = openStory(DISPUTE);

    expect(rateCase(story.draft, 5, undefined, story.context())).toBe(false);
    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });

  it.each([
    ['no clock for it', []],
    ['no clock that ends it', ['SUPPLEMENT']],
  ])('is not awaited for ever where the item has %s', (_what, caseClocks) => {
    const story = openStory({ ...DISPUTE, caseClocks });

    says(story, 'mediation', 'COMPLETE', { outcome: 'AGREED' });

    expect(story.draft.case).toMatchObject({ status: 'CLOSED', outcome: 'SETTLED' });
  });
});

describe('steps side by side', () => {
  it('lead once to the step they have in common', () => {
    const story = openStory(AID);
    says(story, 'check', 'COMPLETE', { outcome: 'ELIGIBLE' });
    const { id } = at(story, 'approval');

    says(story, 'visit', 'COMPLETE', { outcome: 'CONFIRMED' });

    expect(at(story, 'approval')).toMatchObject({ id, round: 1 });
  });

  it('wait for the last of them before the case is finished', () => {
    const story = openStory(AID);

    says(story, 'check', 'COMPLETE', { outcome: 'INELIGIBLE' });
    const meanwhile = story.draft.case.status;
    says(story, 'visit', 'REFUSE');

    expect([meanwhile, story.draft.case.status]).toEqual(['IN_PROGRESS', 'AWAITING_RATING']);
  });
});

describe('a plan with a hole', () => {
  it('puts the case on the list when an outcome leads nowhere', () => {
    const story = openStory(
      makeServiceItem({ steps: [makeStep('only', { outcomes: { DONE: leadsTo(), REFUSED: endsWith('NO') } })] }),
    );

    says(story, 'only', 'COMPLETE', { outcome: 'DONE' });

    expect(story.draft.case).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'NOTHING_OPEN' });
  });

  it('puts the case on the list at once when nothing watches its first step', () => {
    const story = openStory(makeServiceItem({ steps: [makeStep('only', { clocks: [] })] }));

    expect(story.draft.case).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'NO_CLOCK' });
  });

  it('puts the case on the list when everything was delivered and no clock is left', () => {
    const story = openStory(makeServiceItem());

    delivers(story, 'only', { kind: 'RECEIVED' });

    expect(story.draft.case.attentionReason).toBe('NO_CLOCK');
  });

  it('puts the case on the list when it begins with no step', () => {
    expect(openStory(makeServiceItem({ start: [] })).draft.case.attentionReason).toBe('NOTHING_OPEN');
  });
});

describe('two overdue clocks', () => {
  it('put the case on the list for the one that ran out first, in whatever order they were loaded', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
    says(story, 'arbitration', 'COMPLETE', { outcome: 'NOT_FINAL' });
    says(story, 'court', 'RECEIVE');
    runsOut(story, 'court', 'COURT_DOCKET');
    says(story, 'court', 'REQUEST_SUPPLEMENT');
    runsOut(story, 'court', 'SUPPLEMENT');
    const recorded = story.draft.events.length;

    story.draft.deadlines = story.draft.deadlines.toReversed();
    settleAttention(story.draft, story.context());

    expect(story.draft.case.attentionReason).toBe('OVERDUE:COURT_DOCKET');
    expect(story.draft.events).toHaveLength(recorded);
  });
});

describe('an answer', () => {
  it('that comes late changes nothing at all', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'START');
    const before = { ...story.draft };

    const progress = says(story, 'mediation', 'RECEIVE');

    expect(progress).toEqual({ applied: false, refusal: 'SUPERSEDED' });
    expect(story.draft).toEqual(before);
  });

  it.each(['constructor', '__proto__', 'toString', 'REFUSED', 'DOCKETED', '', undefined])(
    'with the outcome %s, which the step does not know, is refused by name',
    (outcome) => {
      const story = openStory(DISPUTE);

      expect(says(story, 'mediation', 'COMPLETE', { outcome })).toEqual({ applied: false, refusal: 'OUTCOME_UNKNOWN' });
      expect(at(story, 'mediation').status).toBe('DRAFTED');
    },
  );

  it('about a referral of another case is a fault of ours', () => {
    const story = openStory(DISPUTE);

    expect(() => recallReferral(story.draft, 'elsewhere', 'x', story.context())).toThrow(RangeError);
  });
});
