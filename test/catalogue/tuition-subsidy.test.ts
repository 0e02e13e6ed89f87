import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('tuition-subsidy');
const form = {
  level: 'BACHELOR',
  schoolName: '桂江开放大学',
  tuitionPaid: '3200.00',
  subsidisedBefore: false,
  inHardship: true,
};
const held = {
  memberships: [{ status: 'ACTIVE', employmentGroup: null, joinedOn: '2021-10-20' }],
  hardshipFiles: [{ category: 'DEEP', status: 'FILED', householdSize: 3 }],
  assistance: [{ category: 'DIBAO', status: 'GRANTED', decidedOn: '2026-03-02', validUntil: null }],
};

describe('who can have tuition subsidised', () => {
  it('a member who has paid tuition', () => {
    expect(plan(item, form).eligible).toBe(true);
  });

  it.each([
    ['nobody who is no member', {}, false, 'UNION_MEMBER', '您还不是工会会员，请先办理入会'],
    [
      'nobody who has paid nothing yet',
      { tuitionPaid: '0' },
      true,
      'TUITION_PAID',
      '补贴的是已经交的学费，请交费后再申请',
    ],
    [
      'nobody a second time for the same level',
      { subsidisedBefore: true },
      true,
      'FIRST_TIME',
      '同一学历层次只补贴一次（本地配置）',
    ],
  ])('%s', (_who, differs, isMember, rule, reason) => {
    expect(against(plan(item, { ...form, ...differs }, { isMember }))).toEqual({ [rule]: reason });
  });
});

describe('where a tuition subsidy goes', () => {
  it('to the service centre, which decides and pays', () => {
    const answer = plan(item, form, { worksIn: '990103001' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ approval: '桂江市总工会职工服务中心', payment: '桂江市总工会职工服务中心' });
  });
});

describe('by when a tuition subsidy moves on', () => {
  it.each(['SUBSIDY_APPROVAL', 'SUBSIDY_PAYMENT'])('%s is due after ten working days, by configuration', (key) => {
    expect(dueAfter(clockOf(item, key), '2026-09-28T02:00:00Z')).toMatchObject({
      dueOn: '2026-10-16',
      provisional: false,
    });
    expect(clockOf(item, key)).toMatchObject({ confidence: 'UNCONFIRMED', pausesForSupplement: true });
  });
});

describe('what a tuition subsidy needs no paper for', () => {
  const needed = {
    'membership-proof': 'NEEDED',
    'enrolment-proof': 'NEEDED',
    'tuition-receipt': 'NEEDED',
    'hardship-proof': 'NEEDED',
  };

  it.each([
    ['membership-on-record', 'membership-proof'],
    ['hardship-file', 'hardship-proof'],
    ['dibao', 'hardship-proof'],
  ])('%s makes %s needless and nothing else', (passport, material) => {
    expect(papers(plan(item, form, { held, confirms: [passport] }))).toEqual({ ...needed, [material]: 'PASSPORTED' });
  });

  it('is no hardship that has ended', () => {
    const ended = {
      hardshipFiles: [{ category: 'DEEP', status: 'EXITED', householdSize: 3 }],
      assistance: [{ category: 'DIBAO', status: 'STOPPED', decidedOn: '2024-03-02', validUntil: null }],
    };

    expect(papers(plan(item, form, { held: ended, confirms: ['hardship-file', 'dibao'] }))).toEqual(needed);
  });

  it('asks nobody for a proof of hardship who claims none', () => {
    expect(papers(plan(item, { ...form, inHardship: false }))).toMatchObject({ 'hardship-proof': 'NOT_NEEDED' });
  });
});

describe('what is seen of a tuition subsidy', () => {
  it('is the complete application for the decision, without the bank card', () => {
    const { before, after } = shownTo(item, 'approval');

    expect(before).toEqual(after);
    expect(before).toContain('form.tuitionPaid');
    expect(before).not.toContain('form.bankCard');
  });

  it('is person and bank card for the payment, without the studies', () => {
    expect(shownTo(item, 'payment').after).toEqual([
      'applicant.name',
      'applicant.residentId',
      'applicant.phone',
      'form.bankCard',
    ]);
  });
});

describe('how a tuition subsidy ends', () => {
  it('leads with every outcome to the payment or to the end', () => {
    expect(endsOf(item)).toEqual({
      approval: { APPROVED: 'then payment', REJECTED: 'NOT_SUBSIDISED', REFUSED: 'NOT_SUBSIDISED' },
      payment: { PAID: 'SUBSIDISED', REFUSED: 'NOT_SUBSIDISED' },
    });
  });
});
