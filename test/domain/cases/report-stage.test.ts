import { describe, expect, it } from 'vitest';
import { assignMediator } from '#domain/cases/assign-mediator.ts';
import { recallReferral } from '#domain/cases/recall-referral.ts';
import { applyStagedAnswer, reportStage, type StageReport } from '#domain/cases/report-stage.ts';
import { handOverTo } from '#domain/disputes/hand-over-to.ts';
import type { Mediator } from '#domain/disputes/mediator.ts';
import { at, delivers, openStory, runsOut, says, type Story, timeline } from '../../support/factories/case-drafts.ts';
import { AID, DISPUTE } from '../../support/factories/service-items.ts';
import { broken } from './invariants.ts';

function reports(story: Story, step: string, event: StageReport['event'], more: Omit<StageReport, 'event'> = {}) {
  return reportStage(story.draft, at(story, step).id, { event, ...more }, story.context());
}

function inMediation(): Story {
  const story = openStory(DISPUTE);
  delivers(story, 'mediation', { kind: 'RECEIVED' });
  return story;
}

function inArbitration(): Story {
  const story = inMediation();
  says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
  delivers(story, 'arbitration', { kind: 'ACCEPTED' });
  return story;
}

describe('a stage that is reported', () => {
  it('moves the referral with it where it says something about it', () => {
    const story = inMediation();

    expect(reports(story, 'mediation', 'ACCEPT')).toEqual({ applied: true });
    expect(at(story, 'mediation')).toMatchObject({ status: 'ACCEPTED', stage: 'ACCEPTED' });
    reports(story, 'mediation', 'CONTACT_OTHER_PARTY');
    expect(at(story, 'mediation')).toMatchObject({ status: 'IN_HANDLING', stage: 'AWAITING_OTHER_PARTY' });
    reports(story, 'mediation', 'BEGIN');
    reports(story, 'mediation', 'EXTEND', { allPartiesAgree: true });

    expect(at(story, 'mediation')).toMatchObject({ status: 'IN_HANDLING', stage: 'EXTENDED' });
    expect(timeline(story).filter((type) => type === 'referral.stage-changed')).toHaveLength(4);
    expect(broken(story.draft)).toEqual([]);
  });

  it('is refused by name and changes nothing', () => {
    const story = inMediation();
    const before = { ...story.draft };

    expect(reports(story, 'mediation', 'PERFORM')).toEqual({ applied: false, refusal: 'STAGE_NOT_NOW' });
    expect(reports(story, 'mediation', 'AGREE')).toEqual({ applied: false, refusal: 'STAGE_NEEDS_OUTCOME' });
    expect(reports(story, 'mediation', 'HEAR')).toEqual({ applied: false, refusal: 'STAGE_NOT_OF_ROLE' });
    expect(story.draft).toEqual(before);
  });

  it('is refused where a matter has no stages', () => {
    expect(reports(openStory(AID), 'check', 'ACCEPT')).toEqual({ applied: false, refusal: 'STAGE_NOT_OF_ROLE' });
  });

  it('is refused of a referral that was taken back', () => {
    const story = inMediation();
    recallReferral(story.draft, at(story, 'mediation').id, '派错', story.context());

    expect(reports(story, 'mediation', 'ACCEPT')).toEqual({ applied: false, refusal: 'ALREADY_OVER' });
  });

  it('tells what became of an agreement after the referral is over', () => {
    const story = inMediation();
    says(story, 'mediation', 'COMPLETE', { outcome: 'AGREED', agreementKind: 'MEDIATION_AGREEMENT' });

    expect(at(story, 'mediation')).toMatchObject({ stage: 'AGREED', terminationReason: 'AGREED' });
    expect(reports(story, 'mediation', 'APPLY_CONFIRMATION')).toEqual({ applied: true });
    expect(reports(story, 'mediation', 'CONFIRM')).toEqual({ applied: true });
    expect(at(story, 'mediation')).toMatchObject({ status: 'COMPLETED', outcome: 'AGREED', stage: 'CONFIRMED' });
    expect(broken(story.draft)).toEqual([]);
  });

  it('follows the outcome of silence', () => {
    const story = inMediation();

    runsOut(story, 'mediation', 'MED_LDMA');

    expect(at(story, 'mediation')).toMatchObject({
      status: 'RECALLED',
      stage: 'TERMINATED',
      terminationReason: 'EXPIRED',
      endedAt: story.context().now,
    });
  });
});

describe('an answer that tells a stage', () => {
  it('counts even where its milestone is known already', () => {
    const story = inArbitration();
    const id = at(story, 'arbitration').id;
    const tell = (stage: StageReport['event'], sequence: number) =>
      applyStagedAnswer(story.draft, id, { event: 'START', stage, sequence, businessStatus: stage }, story.context());

    expect(tell('FORM_TRIBUNAL', 2)).toEqual({ applied: true });
    expect(tell('HEAR', 3)).toEqual({ applied: true });
    expect(tell('SUSPEND', 4)).toEqual({ applied: true });

    expect(at(story, 'arbitration')).toMatchObject({
      status: 'IN_HANDLING',
      stage: 'SUSPENDED',
      replySequence: 4,
      businessStatus: 'SUSPEND',
    });
    expect(broken(story.draft)).toEqual([]);
  });

  it('counts as the milestone it came with, which the stage alone would not say', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation');
    reports(story, 'mediation', 'DECLINE');

    applyStagedAnswer(
      story.draft,
      at(story, 'mediation').id,
      { event: 'RECEIVE', stage: 'DELEGATE', note: '已交另一位' },
      story.context(),
    );

    expect(at(story, 'mediation')).toMatchObject({ status: 'RECEIVED', stage: 'DELEGATED' });
    expect(story.draft.events.filter(({ note }) => note === '已交另一位')).toHaveLength(1);
    expect(broken(story.draft)).toEqual([]);
  });

  it('still tells its milestone where the stage is out of place', () => {
    const story = inArbitration();

    const progress = applyStagedAnswer(
      story.draft,
      at(story, 'arbitration').id,
      { event: 'START', stage: 'RESUME' },
      story.context(),
    );

    expect(progress).toEqual({ applied: true });
    expect(at(story, 'arbitration')).toMatchObject({ status: 'IN_HANDLING', stage: 'ACCEPTED' });
  });
});

describe('the ending of a mediation', () => {
  it('is refused whole when its parts contradict each other', () => {
    const story = inMediation();
    const before = at(story, 'mediation');

    const reason = says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED', terminationReason: 'AGREED' });
    const paper = says(story, 'mediation', 'COMPLETE', { outcome: 'AGREED', agreementKind: 'PAYMENT_ORDER' });

    expect([reason, paper]).toEqual([
      { applied: false, refusal: 'TERMINATION_REASON_MISMATCH' },
      { applied: false, refusal: 'AGREEMENT_KIND_MISMATCH' },
    ]);
    expect(at(story, 'mediation')).toBe(before);
  });
});

describe('what is handed over', () => {
  function handedOver(story: Story, step: string) {
    const { item, case: record, referrals } = story.draft;
    return handOverTo(at(story, step), { item, acceptanceNo: record.acceptanceNo, referrals });
  }

  it('is nothing at the first step', () => {
    expect(handedOver(inMediation(), 'mediation')).toBeUndefined();
  });

  it('is each step before, in order, with its facts of procedure and the undisputed facts', () => {
    const story = inMediation();
    says(story, 'mediation', 'COMPLETE', {
      outcome: 'FAILED',
      terminationReason: 'LARGE_DIVERGENCE',
      undisputedFacts: '双方确认欠薪三个月',
      note: '用人单位私下愿付一半',
    });
    story.passDays(1);
    says(story, 'arbitration', 'COMPLETE', { outcome: 'NOT_FINAL', agencyReference: '桂江劳人仲案字〔2026〕1号' });

    const toCourt = handedOver(story, 'court');

    expect(handedOver(story, 'arbitration')?.steps.map(({ outcome }) => outcome)).toEqual(['FAILED']);
    expect(toCourt).toMatchObject({
      acceptanceNo: 'YM990100-2026-000001-0',
      steps: [
        {
          role: 'UNION_MEDIATION',
          outcome: 'FAILED',
          terminationReason: 'LARGE_DIVERGENCE',
          undisputedFacts: '双方确认欠薪三个月',
          endedOn: '2026-09-01',
        },
        {
          role: 'HR_ARBITRATION',
          outcome: 'NOT_FINAL',
          agencyReference: '桂江劳人仲案字〔2026〕1号',
          endedOn: '2026-09-02',
        },
      ],
    });
    expect(JSON.stringify(toCourt)).not.toContain('私下');
  });

  it('says the same however late it is asked', () => {
    const story = inMediation();
    runsOut(story, 'mediation', 'MED_LDMA');
    const first = handedOver(story, 'arbitration');
    story.passDays(3);
    says(story, 'arbitration', 'COMPLETE', { outcome: 'NOT_FINAL' });

    expect(handedOver(story, 'arbitration')).toEqual(first);
    expect(first?.steps).toMatchObject([{ outcome: 'EXPIRED', terminationReason: 'EXPIRED' }]);
  });

  it('is nothing where no dispute is mediated or decided', () => {
    const story = openStory(AID);
    says(story, 'check', 'COMPLETE', { outcome: 'ELIGIBLE' });

    expect(handedOver(story, 'approval')).toBeUndefined();
  });
});

describe('a mediator', () => {
  const mediator: Mediator = {
    id: 'mediator-1',
    roomId: 'room-1',
    officeId: 'office-mediation',
    name: '韦和平',
    organisation: '工会',
    professions: ['LAWYER'],
    expertise: [],
    status: 'ACTIVE',
    load: 0,
  };

  function assign(story: Story, step: string, differs: Partial<Mediator> = {}, conflict = false) {
    return assignMediator(story.draft, at(story, step).id, { ...mediator, ...differs }, conflict, story.context());
  }

  it('is given the matter, and a matter that waited for one is delegated', () => {
    const story = inMediation();
    reports(story, 'mediation', 'DECLINE');
    expect(at(story, 'mediation').stage).toBe('AWAITING_ASSIGNMENT');

    expect(assign(story, 'mediation')).toBeUndefined();

    expect(at(story, 'mediation')).toMatchObject({ mediatorId: 'mediator-1', stage: 'DELEGATED' });
    expect(timeline(story)).toContain('mediator.assigned');
    expect(broken(story.draft)).toEqual([]);
  });

  it.each([
    [{ status: 'SUSPENDED' }, false, 'MEDIATOR_NOT_ACTIVE'],
    [{ status: 'REMOVED' }, false, 'MEDIATOR_NOT_ACTIVE'],
    [{ officeId: 'office-elsewhere' }, false, 'MEDIATOR_OF_OTHER_ROOM'],
    [{}, true, 'MEDIATOR_CONFLICT'],
  ] as const)('%j with a conflict declared: %s is refused as %s', (differs, conflict, refusal) => {
    const story = inMediation();

    expect(assign(story, 'mediation', differs, conflict)).toBe(refusal);
    expect(at(story, 'mediation').mediatorId).toBeUndefined();
  });

  it('is not given an arbitration, nor a mediation that is over', () => {
    const story = inArbitration();

    expect(assign(story, 'arbitration')).toBe('NOT_A_MEDIATION');
    expect(assign(story, 'mediation')).toBe('TRANSITION_REFUSED');
  });
});
