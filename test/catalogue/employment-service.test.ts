import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('employment-service');
const form = { employmentStatus: 'UNEMPLOYED', desiredWork: '仓库管理', wantsTraining: false, claimsDifficulty: true };
const unemployment = (status: string) => ({ type: 'UNEMPLOYMENT', status, paidMonths: 71, from: null, to: null });
const held = {
  hardshipFiles: [{ category: 'RELATIVE', status: 'FILED', householdSize: 3 }],
  assistance: [{ category: 'DIBAO', status: 'GRANTED', decidedOn: '2026-03-02', validUntil: null }],
  insurance: [unemployment('ENDED')],
};

describe('who can ask for the employment service', () => {
  it.each([
    ['a worker who has lost the job', form],
    ['a worker with odd jobs', { ...form, employmentStatus: 'FLEXIBLE' }],
    ['an employed worker who wants another job', { ...form, employmentStatus: 'EMPLOYED', wantsToChange: true }],
    ['an employed worker who wants to learn', { ...form, employmentStatus: 'EMPLOYED', wantsTraining: true }],
  ])('%s, member or not', (_who, answers) => {
    expect(plan(item, answers, { isMember: false }).eligible).toBe(true);
  });

  it('nobody who is employed and wants nothing', () => {
    expect(against(plan(item, { ...form, employmentStatus: 'EMPLOYED' }))).toEqual({
      LOOKING_FOR_WORK: '您在职，也没有表示想换工作或者参加培训；有需要时再申请',
    });
  });

  it('nobody under sixteen', () => {
    expect(Object.keys(against(plan(item, form, { age: 15 })))).toEqual(['WORKING_AGE']);
  });
});

describe('where the employment service is', () => {
  it.each(['990101001', '990122200'])('at the city’s, for a home in %s', (livesIn) => {
    const answer = plan(item, form, { livesIn });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ placement: '桂江市公共就业服务中心' });
  });
});

describe('by when the employment service answers', () => {
  it('within twenty working days, which is configuration and no law', () => {
    const rule = clockOf(item, 'JOB_MATCHING');

    expect(dueAfter(rule, '2026-09-28T02:00:00Z')).toMatchObject({ dueOn: '2026-10-30', provisional: false });
    expect(rule).toMatchObject({ confidence: 'UNCONFIRMED', consequence: { kind: 'ESCALATE' } });
  });
});

describe('what the employment service needs no paper for', () => {
  const needed = { 'unemployment-proof': 'NEEDED', 'difficulty-proof': 'NEEDED' };

  it.each([
    ['unemployment-insurance-stopped', 'unemployment-proof'],
    ['dibao', 'difficulty-proof'],
    ['hardship-file', 'difficulty-proof'],
  ])('%s makes %s needless and nothing else', (passport, material) => {
    expect(papers(plan(item, form, { held, confirms: [passport] }))).toEqual({ ...needed, [material]: 'PASSPORTED' });
  });

  it('is no unemployment insurance that a new employer pays again', () => {
    const again = { insurance: [unemployment('ENDED'), unemployment('PAYING')] };

    expect(papers(plan(item, form, { held: again, confirms: ['unemployment-insurance-stopped'] }))).toEqual(needed);
  });

  it('asks for neither where it does not matter', () => {
    expect(papers(plan(item, { ...form, employmentStatus: 'FLEXIBLE', claimsDifficulty: false }))).toEqual({
      'unemployment-proof': 'NOT_NEEDED',
      'difficulty-proof': 'NOT_NEEDED',
    });
  });

  it('tells a household with subsistence allowance of the three refusals, and decides nothing by them', () => {
    const answer = plan(item, form, { held });
    const told = answer.plan.passports.find(({ key }) => key === 'dibao')?.reason;

    expect(told).toMatchObject({
      holds: true,
      zh: expect.stringContaining('第四十五条'),
      en: expect.stringContaining('art. 45'),
    });
    expect(answer.eligible).toBe(true);
  });
});

describe('what the employment service sees', () => {
  it('is the complete application from the start: its register goes by the identity number', () => {
    const { before, after } = shownTo(item, 'placement');

    expect(before).toEqual(after);
    expect(before).toEqual(expect.arrayContaining(['applicant.residentId', 'form.desiredWork']));
  });

  it('rests on consent, since the union is no state organ', () => {
    expect(item.consents.map(({ legalBasis, required }) => [legalBasis, required])).toEqual([['CONSENT', true]]);
  });
});

describe('how the employment service ends', () => {
  it('leads with every outcome to the end, also with the bureau’s bare “done”', () => {
    expect(endsOf(item)).toEqual({
      placement: {
        PLACED: 'PLACED',
        TRAINED: 'TRAINED',
        NO_MATCH: 'NO_MATCH',
        HANDLED: 'SERVED',
        REFUSED: 'NOT_SERVED',
      },
    });
  });
});
