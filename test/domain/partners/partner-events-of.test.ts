import { describe, expect, it } from 'vitest';
import { withdrawCase } from '#domain/cases/withdraw-case.ts';
import { PARTNER_EVENT_TYPES, wireType } from '#domain/partners/partner-event.ts';
import { partnerEventsOf } from '#domain/partners/partner-events-of.ts';
import { at, delivers, openStory, runsOut, says, type Story } from '../../support/factories/case-drafts.ts';
import { DISPUTE } from '../../support/factories/service-items.ts';

/** `agency-mediation REFERRAL_DRAFTED` … of everything recorded so far. */
const told = ({ draft }: Story): readonly string[] =>
  partnerEventsOf(draft).map(({ agencyCode, type }) => `${agencyCode} ${type}`);

describe('what agencies are told', () => {
  it('is what happens to their own referrals', () => {
    const story = openStory(DISPUTE);
    delivers(story, 'mediation');
    says(story, 'mediation', 'ACCEPT');

    expect(told(story)).toEqual([
      'agency-mediation REFERRAL_DRAFTED',
      'agency-mediation REFERRAL_DELIVERED',
      'agency-mediation REFERRAL_ACCEPTED',
    ]);
    expect(partnerEventsOf(story.draft)[0]).toMatchObject({
      referralId: at(story, 'mediation').id,
      roles: [at(story, 'mediation').role],
      caseId: 'case-1',
      deleted: false,
    });
  });

  it('is not what an agency does that comes later or before', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });

    const agencies = new Set(partnerEventsOf(story.draft).map(({ agencyCode }) => agencyCode));
    const ofMediation = told(story).filter((line) => line.startsWith('agency-mediation'));

    expect(agencies.size).toBeGreaterThan(1);
    expect(ofMediation).toEqual(['agency-mediation REFERRAL_DRAFTED', 'agency-mediation REFERRAL_COMPLETED']);
  });

  it('is that a clock of theirs ran out', () => {
    const story = openStory(DISPUTE);
    runsOut(story, 'mediation', 'HANDOVER');

    expect(told(story)).toContain('agency-mediation DEADLINE_EXPIRED');
  });

  it('is, each once, that a case they were in is withdrawn, and that they delete what they hold', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'COMPLETE', { outcome: 'FAILED' });
    withdrawCase(story.draft, '已自行解决', story.context());

    const withdrawn = partnerEventsOf(story.draft).filter(({ type }) => type === 'CASE_WITHDRAWN');

    expect(withdrawn.length).toBeGreaterThan(1);
    expect(new Set(withdrawn.map(({ agencyCode }) => agencyCode)).size).toBe(withdrawn.length);
    expect(withdrawn.every(({ deleted }) => deleted)).toBe(true);
    expect(partnerEventsOf(story.draft).filter(({ type }) => type === 'REFERRAL_RECALLED')).toMatchObject([
      { deleted: true },
    ]);
  });

  it('never holds a word that a person wrote, nor who did it', () => {
    const story = openStory(DISPUTE);
    says(story, 'mediation', 'RETURN', { note: '当事人不配合', reasonCode: 'OTHER' });

    for (const event of partnerEventsOf(story.draft))
      expect(Object.keys(event).toSorted()).toEqual(
        ['agencyCode', 'caseId', 'deleted', 'occurredAt', 'referralId', 'roles', 'sequence', 'type'].toSorted(),
      );
  });
});

describe('the types on the wire', () => {
  it('are each written in one way', () => {
    expect(wireType('REFERRAL_SUPPLEMENT_REQUESTED')).toBe('referral.supplement-requested');
    expect(wireType('PING')).toBe('ping');
    const written = PARTNER_EVENT_TYPES.map(wireType);
    expect(new Set(written).size).toBe(PARTNER_EVENT_TYPES.length);
    for (const type of written) expect(type).toMatch(/^[a-z]+\.[a-z-]+$/);
  });
});
