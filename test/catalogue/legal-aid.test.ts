import { describe, expect, it } from 'vitest';
import { legalAidUrgency } from '#domain/catalogue/eligibility/legal-aid-urgency.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import {
  against,
  type Applicant,
  clockOf,
  dueAfter,
  endsOf,
  itemNamed,
  officesWith,
  papers,
  plan,
  shownTo,
  whereTo,
} from './support/demo-city.ts';

const item = itemNamed('legal-aid');
const form = {
  aidForm: 'LABOUR_REPRESENTATION',
  matter: 'WAGES',
  applicantGroup: 'OTHER',
  counterpart: '桂江速达物流有限公司',
  limitationOn: '2027-03-01',
  meansDeclared: true,
  facts: '拖欠三个月工资，单位不肯协商。',
};
const assistance = (status: string, validUntil: string | null) => ({
  assistance: [{ category: 'RIGID_EXPENDITURE', status, decidedOn: '2025-09-02', validUntil }],
});
const hardshipFile = (status: string) => ({ hardshipFiles: [{ category: 'DEEP', status, householdSize: 3 }] });

/** The plan with what the rule on urgency found, as of 1 September 2026. */
function ask(answers: Parameters<typeof plan>[1], applicant: Applicant = {}) {
  return plan(item, answers, {
    ...applicant,
    assessment: legalAidUrgency(answers, localDate('2026-09-01')).values,
  });
}

describe('who can have legal aid', () => {
  it.each(['LABOUR_RELATIONSHIP', 'WAGES', 'INSURANCE_BENEFIT', 'SOCIAL_ASSISTANCE', 'WORK_INJURY_DAMAGES'])(
    'a worker in hardship, member or not, about %s',
    (matter) => {
      expect(ask({ ...form, matter }, { isMember: false }).eligible).toBe(true);
    },
  );

  it('nobody through this window about other matters, who is told whom to ask', () => {
    expect(against(ask({ ...form, matter: 'OTHER' }))).toEqual({
      MATTER_COVERED: '工会窗口只转办劳动、社会保险和社会救助方面的法律援助；其他事项请拨打12348，直接问法律援助机构',
    });
  });

  it('nobody who states no hardship', () => {
    expect(against(ask({ ...form, meansDeclared: false }))).toEqual({
      MEANS: '法律援助面向经济困难的人（法律援助法第三十一条），您没有说明经济困难；只想咨询的，可以拨打12348',
    });
  });
});

describe('whose means are not examined for legal aid', () => {
  const undeclared = { ...form, meansDeclared: false };
  const migrant = { ...undeclared, applicantGroup: 'MIGRANT_WORKER' };

  it.each<[string, string, Parameters<typeof plan>[1], Applicant]>([
    ['a household with social assistance', 'social-assistance', undeclared, { held: assistance('GRANTED', null) }],
    ['one whose assistance ends today', 'social-assistance', undeclared, { held: assistance('GRANTED', '2026-09-01') }],
    ['a migrant worker who claims wages', 'migrant-worker', migrant, {}],
    ['a migrant worker hurt at work', 'migrant-worker', { ...migrant, matter: 'WORK_INJURY_DAMAGES' }, {}],
    ['somebody of a group in the law', 'exempt-group', { ...undeclared, applicantGroup: 'SPECIAL_CARE' }, {}],
    ['a household with a hardship file', 'hardship-file', undeclared, { held: hardshipFile('FILED') }],
    ['one that was aided', 'hardship-file', undeclared, { held: hardshipFile('AIDED') }],
  ])('%s, once a person has confirmed it', (_who, passport, answers, applicant) => {
    const offered = ask(answers, applicant);
    const confirmed = ask(answers, { ...applicant, confirms: [passport] });

    expect(Object.keys(against(offered))).toEqual(['MEANS']);
    expect(papers(offered)['income-proof']).toBe('NEEDED');
    expect(confirmed.eligible).toBe(true);
    expect(confirmed.plan.eligibility.find(({ rule }) => rule === 'MEANS')).toMatchObject({ holds: true, passport });
    expect(papers(confirmed)).toEqual({
      'identity-proof': 'NEEDED',
      'case-papers': 'NEEDED',
      'income-proof': 'PASSPORTED',
    });
  });

  it.each<[string, string, Parameters<typeof plan>[1], Applicant]>([
    ['assistance that has run out', 'social-assistance', undeclared, { held: assistance('GRANTED', '2026-08-31') }],
    ['assistance only asked for', 'social-assistance', undeclared, { held: assistance('APPLIED', null) }],
    ['a migrant worker about something else', 'migrant-worker', { ...migrant, matter: 'INSURANCE_BENEFIT' }, {}],
    ['a hardship file that is closed', 'hardship-file', undeclared, { held: hardshipFile('EXITED') }],
  ])('but not by %s', (_what, passport, answers, applicant) => {
    const answer = ask(answers, { ...applicant, confirms: [passport] });

    expect(answer.eligible).toBe(false);
    expect(papers(answer)['income-proof']).toBe('NEEDED');
  });

  it('says of each whether the law or only this city excuses from the proof', () => {
    expect(Object.fromEntries(item.passports.map(({ key, confidence }) => [key, confidence]))).toEqual({
      'social-assistance': 'CONFIRMED',
      'migrant-worker': 'CONFIRMED',
      'exempt-group': 'CONFIRMED',
      'hardship-file': 'UNCONFIRMED',
      'limit-near': 'CONFIRMED',
    });
  });
});

describe('legal aid with a limit ahead', () => {
  it.each<[string | null, string, string]>([
    ['2026-09-07', 'PASSPORTED', 'six days are left: aid first, proof afterwards'],
    ['2026-09-08', 'NEEDED', 'seven days are left'],
    [null, 'NEEDED', 'nobody knows the limit'],
  ])('on %s has the proof of hardship %s: %s', (limitationOn, status) => {
    const answer = ask({ ...form, limitationOn }, { confirms: ['limit-near'] });

    expect(answer.eligible).toBe(true);
    expect(papers(answer)['income-proof']).toBe(status);
  });

  it('does not do without a statement of hardship', () => {
    const answer = ask({ ...form, limitationOn: '2026-09-03', meansDeclared: false }, { confirms: ['limit-near'] });

    expect(Object.keys(against(answer))).toEqual(['MEANS']);
  });
});

describe('where legal aid is asked for', () => {
  it.each([
    ['990101001', '青榕区法律援助工作站'],
    ['990102', '桂江市法律援助中心'],
    ['990122200', '桂江市法律援助中心'],
  ])('for a home in %s at %s, wherever the work is', (livesIn, office) => {
    const answer = ask(form, { livesIn, worksIn: '990103' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ aid: office });
  });

  it('is the city’s centre once the station is full', () => {
    const answer = plan(item, form, {}, officesWith({ 青榕区法律援助工作站: 40 }));

    expect(whereTo(answer)).toEqual({ aid: '桂江市法律援助中心' });
  });
});

describe('by when legal aid moves on', () => {
  it.each([
    ['AID_REVIEW', '2026-04-10T02:00:00Z', '2026-04-17', '2026-04-21', 'seven days from the receipt'],
    ['AID_ASSIGN', '2026-04-15T02:00:00Z', '2026-04-20', '2026-04-21', 'three days from the decision to grant'],
  ])('%s from %s is due on %s, in Guangxi over 三月三 on %s: %s', (key, start, national, guangxi) => {
    const rule = clockOf(item, key);

    expect(dueAfter(rule, start, '110101').dueOn).toBe(national);
    expect(dueAfter(rule, start).dueOn).toBe(guangxi);
    expect(rule).toMatchObject({ source: '法律援助法第四十三条', confidence: 'CONFIRMED' });
    expect(rule.consequence.kind).toBe('ESCALATE');
  });

  it('waits while the application lacks a paper', () => {
    expect(clockOf(item, 'AID_REVIEW')).toMatchObject({ pausesForSupplement: true, stops: ['ACCEPTED'] });
  });
});

describe('what the legal-aid agency sees', () => {
  it('is the complete application from the start, with how near the limit is', () => {
    const { before, after } = shownTo(item, 'aid');

    expect(before).toEqual(after);
    expect(before).toEqual(
      expect.arrayContaining(['applicant.residentId', 'form.facts', 'assessment.urgent', 'assessment.daysLeft']),
    );
  });
});

describe('how legal aid ends', () => {
  it('leads with every outcome to the end', () => {
    expect(endsOf(item)).toEqual({
      aid: { AID_GIVEN: 'AID_GIVEN', AID_TERMINATED: 'AID_TERMINATED', REFUSED: 'AID_REFUSED' },
    });
  });

  it.each(['AID_TERMINATED', 'REFUSED'])('says after %s that an objection can be made', (outcome) => {
    const name = item.steps[0]?.outcomes[outcome]?.name;

    expect(name?.zh).toMatch(/异议.*司法行政部门.*第四十九条/);
    expect(name?.en).toContain('objection');
  });
});
