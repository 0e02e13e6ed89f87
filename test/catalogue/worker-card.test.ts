import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('worker-card');
const form = { reason: 'FIRST', collectBy: 'SERVICE_CENTRE' };

describe('who can have a worker card', () => {
  it('a member', () => {
    expect(plan(item, form).eligible).toBe(true);
  });

  it('nobody else, who is told to join first', () => {
    expect(against(plan(item, form, { isMember: false }))).toEqual({ UNION_MEMBER: '您还不是工会会员，请先办理入会' });
  });
});

describe('where a worker card is made', () => {
  it('at the service centre, wherever one works', () => {
    const answer = plan(item, form, { worksIn: '990122100' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ issue: '桂江市总工会职工服务中心' });
  });
});

describe('by when a worker card is made', () => {
  it('within fifteen working days, which is configuration and no law', () => {
    const rule = clockOf(item, 'CARD_ISSUE');

    expect(dueAfter(rule, '2026-09-28T02:00:00Z')).toMatchObject({ dueOn: '2026-10-23', provisional: false });
    expect(rule).toMatchObject({ confidence: 'UNCONFIRMED', consequence: { kind: 'ESCALATE' } });
  });
});

describe('what a worker card needs no paper for', () => {
  it('is a membership that the register has', () => {
    const held = { memberships: [{ status: 'ACTIVE', employmentGroup: null, joinedOn: '2021-10-20' }] };

    expect(papers(plan(item, form, { held, confirms: ['membership-on-record'] }))).toEqual({
      'membership-proof': 'PASSPORTED',
      'old-card': 'NOT_NEEDED',
    });
  });

  it('asks for the old card only where there is one, and does not insist', () => {
    expect(papers(plan(item, { ...form, reason: 'DAMAGED' }))).toMatchObject({ 'old-card': 'OPTIONAL' });
    expect(papers(plan(item, { ...form, reason: 'LOST' }))).toMatchObject({ 'old-card': 'NOT_NEEDED' });
  });
});

describe('what is seen of somebody who needs a card', () => {
  it('is the person at once, since the bank makes the card out to them', () => {
    const { before, after } = shownTo(item, 'issue');

    expect(before).toEqual(after);
    expect(before).toContain('applicant.residentId');
  });

  it('says in the consent that the bank gets it too', () => {
    expect(item.consents[0]?.text.zh).toContain('发卡银行');
  });
});

describe('how a worker card ends', () => {
  it('leads with every outcome to the end', () => {
    expect(endsOf(item)).toEqual({
      issue: { ISSUED: 'CARD_ISSUED', DECLINED_BY_BANK: 'CARD_NOT_ISSUED', REFUSED: 'CARD_NOT_ISSUED' },
    });
  });
});
