import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('convalescence');
const form = { inService: true, attendedThisYear: false, preferredSeason: 'AUTUMN' };

describe('who can ask for convalescence', () => {
  it.each([
    ['a member in service', form],
    ['a model worker, who need not be one', { ...form, honour: 'CITY_MODEL_WORKER' }],
  ])('%s', (_who, answers) => {
    expect(plan(item, answers).eligible).toBe(true);
  });

  it.each([
    ['nobody who is no member', {}, false, 'UNION_MEMBER', '您还不是工会会员，请先办理入会'],
    ['nobody who has retired', { inService: false }, true, 'IN_SERVICE', '疗休养面向在职职工（本地配置）'],
    [
      'nobody twice a year, honour or not',
      { attendedThisYear: true, honour: 'NATIONAL_MODEL_WORKER' },
      true,
      'NOT_THIS_YEAR',
      '今年您已经参加过疗休养，请明年再申请（本地配置）',
    ],
  ])('%s', (_who, differs, isMember, rule, reason) => {
    expect(against(plan(item, { ...form, ...differs }, { isMember }))).toEqual({ [rule]: reason });
  });
});

describe('where convalescence goes', () => {
  it('to the service centre', () => {
    const answer = plan(item, form, { worksIn: '990101400' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ selection: '桂江市总工会职工服务中心' });
  });
});

describe('by when convalescence is decided', () => {
  it('within fifteen working days, which is configuration and no law', () => {
    const rule = clockOf(item, 'CONVALESCENCE_SELECTION');

    expect(dueAfter(rule, '2026-09-28T02:00:00Z')).toMatchObject({ dueOn: '2026-10-23', provisional: false });
    expect(rule).toMatchObject({ confidence: 'UNCONFIRMED', consequence: { kind: 'ESCALATE' } });
  });
});

describe('what convalescence needs no paper for', () => {
  it('is a membership that the register has; an honour has to be shown', () => {
    const held = { memberships: [{ status: 'ACTIVE', employmentGroup: null, joinedOn: '2021-10-20' }] };

    expect(papers(plan(item, { ...form, honour: 'CRAFTSMAN' }, { held, confirms: ['membership-on-record'] }))).toEqual({
      'membership-proof': 'PASSPORTED',
      'honour-certificate': 'NEEDED',
    });
  });

  it('asks nobody for a certificate who claims no honour', () => {
    expect(papers(plan(item, form))).toMatchObject({ 'honour-certificate': 'NOT_NEEDED' });
  });
});

describe('what is seen of somebody who asks for convalescence', () => {
  it('is season and honour before the request is accepted, and never the identity number', () => {
    const { before, after } = shownTo(item, 'selection');

    expect(before).toEqual(['form.preferredSeason', 'form.honour']);
    expect(after).toEqual(expect.arrayContaining(['applicant.name', 'applicant.phone']));
    expect(after).not.toContain('applicant.residentId');
  });
});

describe('how convalescence ends', () => {
  it('leads with every outcome to the end', () => {
    expect(endsOf(item)).toEqual({
      selection: { SELECTED: 'CONVALESCENCE_GRANTED', WAITLISTED: 'WAITLISTED', REFUSED: 'NOT_SELECTED' },
    });
  });
});
