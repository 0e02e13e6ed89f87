import { describe, expect, it } from 'vitest';
import { against, clockOf, dueAfter, endsOf, itemNamed, papers, plan, shownTo, whereTo } from './support/demo-city.ts';

const item = itemNamed('membership-join');
const form = { hasEmployer: true, employerName: '桂江糖业有限公司' };
const stranger = { isMember: false };
const insured = { insurance: [{ type: 'WORK_INJURY', status: 'PAYING', paidMonths: 8, from: null, to: null }] };

describe('who can join the union', () => {
  it.each([
    ['a worker with an employer', 40, form],
    ['a worker without one', 40, { hasEmployer: false }],
    ['a worker of just sixteen', 16, form],
  ])('%s', (_who, age, answers) => {
    expect(plan(item, answers, { ...stranger, age }).eligible).toBe(true);
  });

  it('nobody who is a member already, who is told of the transfer', () => {
    expect(against(plan(item, form, { isMember: true }))).toEqual({
      NOT_YET_MEMBER: '您已经有会籍，不用再次入会；换了单位请办理转会',
    });
  });

  it('nobody under sixteen', () => {
    expect(Object.keys(against(plan(item, form, { ...stranger, age: 15 })))).toEqual(['WORKING_AGE']);
  });

  it('nobody who has an employer and leaves out its name', () => {
    expect(against(plan(item, { hasEmployer: true }, stranger))).toEqual({
      EMPLOYER_NAMED: '您有用人单位，请写明单位名称',
    });
  });
});

describe('where joining goes', () => {
  it.each(['990101001', '990102100', '990122200'])('to the membership desk of the city from %s', (worksIn) => {
    const answer = plan(item, form, { ...stranger, worksIn });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({
      admission: '桂江市总工会组织部会籍岗',
      'home-admission': '桂江市总工会组织部会籍岗',
    });
  });
});

describe('by when joining is decided', () => {
  it('within ten working days over the national holiday, which is configuration and no law', () => {
    const rule = clockOf(item, 'MEMBERSHIP_DECISION');

    expect(dueAfter(rule, '2026-09-28T02:00:00Z')).toMatchObject({ dueOn: '2026-10-16', provisional: false });
    expect(rule).toMatchObject({ confidence: 'UNCONFIRMED', consequence: { kind: 'ESCALATE' } });
  });
});

describe('what joining needs no paper for', () => {
  it('is work that the HR bureau knows of, once the window has confirmed it', () => {
    const offered = plan(item, form, { ...stranger, held: insured });
    const confirmed = plan(item, form, { ...stranger, held: insured, confirms: ['insured-by-employer'] });

    expect(papers(offered)).toEqual({ 'employment-proof': 'NEEDED' });
    expect(papers(confirmed)).toEqual({ 'employment-proof': 'PASSPORTED' });
  });

  it.each([
    ['a pension that one pays oneself', 'PENSION', 'PAYING'],
    ['an insurance that has ended', 'WORK_INJURY', 'ENDED'],
  ])('is not %s', (_what, type, status) => {
    const held = { insurance: [{ type, status, paidMonths: 8, from: null, to: null }] };
    const answer = plan(item, form, { ...stranger, held, confirms: ['insured-by-employer'] });

    expect(papers(answer)).toEqual({ 'employment-proof': 'NEEDED' });
  });

  it('is the work of somebody without an employer', () => {
    expect(papers(plan(item, { hasEmployer: false }, stranger))).toEqual({ 'employment-proof': 'NOT_NEEDED' });
  });
});

describe('what the union sees of somebody who joins', () => {
  it.each(['admission', 'home-admission'])('is in %s no person before it has accepted, and then the whole', (key) => {
    const { before, after } = shownTo(item, key);

    expect(before).not.toContainEqual(expect.stringContaining('applicant.'));
    expect(after).toEqual(expect.arrayContaining(['applicant.name', 'applicant.residentId', 'applicant.phone']));
  });
});

describe('how joining ends', () => {
  it('goes on to the union at home where the employer has none', () => {
    expect(endsOf(item)).toEqual({
      admission: { ADMITTED: 'JOINED', NO_UNION_YET: 'then home-admission', REFUSED: 'NOT_ADMITTED' },
      'home-admission': { ADMITTED: 'JOINED', REFUSED: 'NOT_ADMITTED' },
    });
  });
});
