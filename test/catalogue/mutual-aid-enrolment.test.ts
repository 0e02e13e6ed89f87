import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('mutual-aid-enrolment');
const form = { employerName: '桂江糖业有限公司', inService: true, payer: 'UNIT' };
const medical = (status: string) => ({ type: 'MEDICAL', status, paidMonths: 30, from: '2024-03-01', to: null });
const insured = {
  memberships: [{ status: 'ACTIVE', employmentGroup: null, joinedOn: '2021-10-20' }],
  insurance: [medical('PAYING')],
};
const member = { held: insured, today: '2026-11-21' };

describe('who can enrol in mutual aid', () => {
  it('a member in service whose medical insurance is paid, while enrolment is open', () => {
    expect(plan(item, form, member).eligible).toBe(true);
  });

  it('nobody who is no member, who is told to join first', () => {
    expect(against(plan(item, form, { ...member, isMember: false }))).toEqual({
      UNION_MEMBER: '您还不是工会会员，请先办理入会',
    });
  });

  it('nobody who has retired', () => {
    expect(Object.keys(against(plan(item, { ...form, inService: false }, member)))).toEqual(['IN_SERVICE']);
  });

  it.each([['PAUSED'], ['ENDED']])('nobody whose medical insurance is %s', (status) => {
    const held = { ...insured, insurance: [medical(status)] };

    expect(Object.keys(against(plan(item, form, { ...member, held })))).toEqual(['MEDICAL_INSURANCE_PAYING']);
  });

  it('nobody whom another insurance pays for', () => {
    const held = { ...insured, insurance: [{ ...medical('PAYING'), type: 'PENSION' }] };

    expect(Object.keys(against(plan(item, form, { ...member, held })))).toEqual(['MEDICAL_INSURANCE_PAYING']);
  });

  it.each(['STALE', 'UNAVAILABLE'] as const)('leaves it to a person when the insurance data are %s', (status) => {
    const held = { ...insured, insurance: [medical('PAUSED')] };
    const answer = plan(item, form, { ...member, held, sources: [{ subject: 'insurance', status }] });

    expect(answer.eligible).toBe(true);
    expect(answer.plan.eligibility.find(({ undecided }) => undecided)).toMatchObject({
      rule: 'MEDICAL_INSURANCE_PAYING',
      zh: expect.stringContaining('由人工核实'),
    });
    expect(papers(answer)).toMatchObject({ 'medical-insurance-proof': 'NEEDED' });
  });

  it.each([
    ['2026-10-19', false],
    ['2026-10-20', true],
    ['2026-12-20', true],
    ['2026-12-21', false],
    ['2027-11-01', true],
  ])('on %s enrolment is open: %s', (today, open) => {
    const answer = plan(item, form, { ...member, today });

    expect(answer.eligible).toBe(open);
    expect(Object.keys(against(answer))).toEqual(open ? [] : ['ENROLMENT_OPEN']);
  });

  it('is told that the window of enrolment is configuration', () => {
    expect(against(plan(item, form, { ...member, today: '2026-09-01' }))['ENROLMENT_OPEN']).toContain('本地配置');
  });
});

describe('where mutual aid goes', () => {
  it.each(['990101', '990122200'])('both times to the mutual aid centre, for work in %s', (worksIn) => {
    const answer = plan(item, form, { ...member, worksIn });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ enrolment: '桂江市职工互助保障中心', underwriting: '桂江市职工互助保障中心' });
  });
});

describe('by when mutual aid moves on', () => {
  it.each([
    ['MUTUAL_AID_ENROLMENT', '2026-11-27', 'five working days'],
    ['MUTUAL_AID_UNDERWRITING', '2026-12-04', 'ten working days'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), '2026-11-20T02:00:00Z')).toMatchObject({ dueOn, provisional: false });
    expect(clockOf(item, key).confidence).toBe('UNCONFIRMED');
  });
});

describe('what mutual aid needs no paper for', () => {
  it('is the membership and the medical insurance, each for itself', () => {
    expect(papers(plan(item, form, member))).toEqual({
      'membership-proof': 'NEEDED',
      'medical-insurance-proof': 'NEEDED',
    });
    expect(papers(plan(item, form, { ...member, confirms: ['membership-on-record'] }))).toEqual({
      'membership-proof': 'PASSPORTED',
      'medical-insurance-proof': 'NEEDED',
    });
    expect(papers(plan(item, form, { ...member, confirms: ['medical-insurance-on-record'] }))).toEqual({
      'membership-proof': 'NEEDED',
      'medical-insurance-proof': 'PASSPORTED',
    });
  });
});

describe('what the mutual aid centre sees', () => {
  it.each(['enrolment', 'underwriting'])('is in %s the complete application from the start', (key) => {
    const { before, after } = shownTo(item, key);

    expect(before).toEqual(after);
    expect(before).toEqual(expect.arrayContaining(['applicant.residentId', 'form.employerName']));
  });
});

describe('how enrolling in mutual aid ends', () => {
  it('covers nobody twice and nobody who did not pay', () => {
    expect(endsOf(item)).toEqual({
      enrolment: { CONTRIBUTION_PAID: 'then underwriting', CONTRIBUTION_UNPAID: 'NOT_COVERED', REFUSED: 'NOT_COVERED' },
      underwriting: { UNDERWRITTEN: 'COVERED', DUPLICATE: 'ALREADY_COVERED', REFUSED: 'NOT_COVERED' },
    });
  });
});
