import { describe, expect, it } from 'vitest';
import { provideSupplement } from '#domain/cases/provide-supplement.ts';
import { recallReferral } from '#domain/cases/recall-referral.ts';
import { resolveDoubt } from '#domain/cases/resolve-doubt.ts';
import type { FinishedDelivery } from '#domain/cases/settle-delivery.ts';
import { withdrawCase } from '#domain/cases/withdraw-case.ts';
import {
  at,
  clocksOf,
  delivers,
  effectsOf,
  failsToDeliver,
  nextEffect,
  openStory,
  runsOut,
  says,
  sendings,
  timeline,
} from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';

const REFUSED: FinishedDelivery = { kind: 'REFUSED', reasonCode: 'OTHER' };
const STOPPED: FinishedDelivery = { kind: 'STOPPED', fault: 'CREDENTIALS' };
const IN_DOUBT: FinishedDelivery = { kind: 'IN_DOUBT' };

describe('a delivery', () => {
  it.each([
    ['DELIVERED', 'SENT', { HANDOVER: 'RUNNING' }],
    ['RECEIVED', 'RECEIVED', { HANDOVER: 'MET', MED_LDMA: 'RUNNING' }],
    ['ACCEPTED', 'ACCEPTED', { HANDOVER: 'MET', MED_LDMA: 'RUNNING' }],
  ] as const)('that ends %s leaves the referral %s', (kind, status, clocks) => {
    const story = openStory(DISPUTE);

    const effect = delivers(story, 'mediation', { kind, agencyReference: 'M-1', businessStatus: '已收' });

    expect(effect.status).toBe('DELIVERED');
    expect(at(story, 'mediation')).toMatchObject({ status, agencyReference: 'M-1', businessStatus: '已收' });
    expect(clocksOf(story, 'mediation')).toEqual(clocks);
  });

  it('is needless once the agency has answered', () => {
    const story = openStory(DISPUTE);
    failsToDeliver(story, 'mediation', 'UNKNOWN');

    says(story, 'mediation', 'RECEIVE');

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED']);
  });

  it('that was stopped puts the case on the list with its fault in the timeline', () => {
    const story = openStory(DISPUTE);

    delivers(story, 'mediation', STOPPED);

    expect(story.draft.case).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'DELIVERY_STOPPED' });
    expect(story.draft.events.find(({ type }) => type === 'effect.stopped')?.data).toEqual({
      kind: 'DISPATCH',
      fault: 'CREDENTIALS',
      reason: 'WOULD_FAIL_AGAIN',
    });
    expect(at(story, 'mediation').status).toBe('DRAFTED');
  });

  it('that was stopped is off the list when the agency answers all the same', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', STOPPED);

    says(story, 'mediation', 'ACCEPT');

    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });

  it('not received in time puts the case on the list until it is received', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation');

    runsOut(story, 'mediation', 'HANDOVER');
    const overdue = story.draft.case.attentionReason;
    says(story, 'mediation', 'RECEIVE');

    expect([overdue, story.draft.case.attentionReason]).toEqual(['OVERDUE:HANDOVER', undefined]);
  });
});

describe('a doubt', () => {
  function doubted() {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', IN_DOUBT);
    return story;
  }

  it('puts the case on the list and sends nothing meanwhile', () => {
    const story = doubted();

    expect(at(story, 'mediation').status).toBe('IN_DOUBT');
    expect(story.draft.case.attentionReason).toBe('DELIVERY_IN_DOUBT');
    expect(nextEffect(story.draft, at(story, 'mediation').id)).toBeUndefined();
  });

  it('is over when a person finds that the agency has it', () => {
    const story = doubted();

    resolveDoubt(story.draft, at(story, 'mediation').id, true, 'they found it', story.context());

    expect(at(story, 'mediation').status).toBe('SENT');
    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED']);
    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });

  it('has the same effect sent again under its own key when a person finds that the agency does not have it', () => {
    const story = doubted();
    const [before] = effectsOf(story, 'mediation');

    resolveDoubt(story.draft, at(story, 'mediation').id, false, 'they have nothing', story.context());

    expect(at(story, 'mediation').status).toBe('DRAFTED');
    expect(effectsOf(story, 'mediation')).toEqual([
      { ...before, status: 'PENDING', unclear: false, nextAttemptAt: undefined },
    ]);
    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });

  it('is over when the agency answers', () => {
    const story = doubted();

    says(story, 'mediation', 'ACCEPT');

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED']);
    expect(resolveDoubt(story.draft, at(story, 'mediation').id, false, 'too late', story.context())).toEqual({
      applied: false,
      refusal: 'NOT_NOW',
    });
  });

  it('about a supplement leaves the referral where it is', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    says(story, 'mediation', 'REQUEST_SUPPLEMENT');
    provideSupplement(story.draft, at(story, 'mediation').id, 'here', story.context());
    delivers(story, 'mediation', IN_DOUBT);
    const doubtful = [at(story, 'mediation').status, story.draft.case.attentionReason];

    resolveDoubt(story.draft, at(story, 'mediation').id, true, 'they have it', story.context());

    expect(doubtful).toEqual(['RECEIVED', 'DELIVERY_IN_DOUBT']);
    expect(at(story, 'mediation').status).toBe('RECEIVED');
    expect(story.draft.case.status).toBe('IN_PROGRESS');
  });
});

describe('a recall of what was not cleanly delivered', () => {
  it('is sent although the dispatch is in doubt, and nothing waits for the doubt any more', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', IN_DOUBT);

    withdrawCase(story.draft, 'moved away', story.context());

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH CANCELLED', 'RECALL PENDING']);
    expect(nextEffect(story.draft, at(story, 'mediation').id)?.kind).toBe('RECALL');
  });

  it('has nothing to send where the dispatch was rejected', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', STOPPED);

    recallReferral(story.draft, at(story, 'mediation').id, 'repaired, again', story.context());

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH CANCELLED']);
    expect(story.draft.case.attentionReason).toBe('RECALLED');
  });

  it('is sent where an earlier attempt of the rejected dispatch may have arrived', () => {
    const story = openStory(DISPUTE);
    failsToDeliver(story, 'mediation', 'UNKNOWN');
    delivers(story, 'mediation', STOPPED);

    recallReferral(story.draft, at(story, 'mediation').id, 'repaired, again', story.context());

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH CANCELLED', 'RECALL PENDING']);
  });

  describe('whose attempt may be under way', () => {
    function recalledMeanwhile() {
      const story = openStory(DISPUTE);
      failsToDeliver(story, 'mediation', 'RETRY');
      recallReferral(story.draft, at(story, 'mediation').id, 'wrong item', story.context());
      return story;
    }

    it('waits for its end', () => {
      const story = recalledMeanwhile();

      expect(sendings(story, 'mediation')).toEqual(['DISPATCH PENDING', 'RECALL PENDING']);
      expect(nextEffect(story.draft, at(story, 'mediation').id)?.kind).toBe('DISPATCH');
    });

    it.each([
      ['DELIVERED', { kind: 'DELIVERED' }, ['DISPATCH DELIVERED', 'RECALL PENDING']],
      ['ACCEPTED', { kind: 'ACCEPTED' }, ['DISPATCH DELIVERED', 'RECALL PENDING']],
      ['IN_DOUBT', IN_DOUBT, ['DISPATCH CANCELLED', 'RECALL PENDING']],
      ['REFUSED', REFUSED, ['DISPATCH REFUSED', 'RECALL CANCELLED']],
      ['STOPPED', STOPPED, ['DISPATCH CANCELLED', 'RECALL CANCELLED']],
    ] as const)('and that ends %s stays recalled and blocks nothing', (_end, delivery, expected) => {
      const story = recalledMeanwhile();

      delivers(story, 'mediation', delivery);

      expect(sendings(story, 'mediation')).toEqual(expected);
      expect(at(story, 'mediation').status).toBe('RECALLED');
      expect(story.draft.case.attentionReason).toBe('RECALLED');
      expect(timeline(story)).not.toContain('effect.stopped');
    });
  });

  it('puts an open case on the list when the recall itself is stopped', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation', { kind: 'RECEIVED' });
    runsOut(story, 'mediation', 'MED_LDMA');

    delivers(story, 'mediation', STOPPED);

    expect(sendings(story, 'mediation')).toEqual(['DISPATCH DELIVERED', 'RECALL STOPPED']);
    expect(story.draft.case.attentionReason).toBe('DELIVERY_STOPPED');
  });
});
