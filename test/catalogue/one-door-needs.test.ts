import { describe, expect, it } from 'vitest';
import { clockOf, dueAfter, endsOf, itemNamed, plan, whereTo } from './support/demo-city.ts';

const NEEDS = itemNamed('one-door-needs');
const FORM = { householdSize: 4, annualIncome: '30000.00', facts: '家中老人住院，孩子上学。' };

describe('one request with several needs', () => {
  it('goes to as many agencies as there are needs, all at once', () => {
    const needs = ['DIBAO', 'MEDICAL', 'UNION_AID', 'LEGAL_AID', 'EDUCATION'];

    const answer = plan(NEEDS, { ...FORM, needs });

    expect(whereTo(answer)).toEqual({
      'minimum-living': expect.stringContaining('民政局'),
      medical: '桂江市医疗保障局医疗救助科',
      'union-aid': '桂江市总工会困难职工帮扶中心',
      'legal-aid': '青榕区法律援助工作站',
      education: '青榕区教育局学生资助岗',
    });
    expect(answer.plan.omitted.map(({ key }) => key)).toEqual(['housing', 'employment']);
  });

  it('goes nowhere when everything asked for lacks the consent, and says so', () => {
    const answer = plan(NEEDS, { ...FORM, needs: ['MEDICAL'] }, { consents: [] });

    expect(answer.eligible).toBe(false);
    expect(answer.plan.eligibility.find(({ rule }) => rule === 'CONSENT_NOT_GIVEN')?.zh).toMatch(
      /^申请人没有给出这项授权，不派送：/,
    );
  });

  it('leaves out the one need that the applicant does not want shared', () => {
    const consents = ['medical-share', 'education-share'];

    const { plan: planned } = plan(NEEDS, { ...FORM, needs: ['MEDICAL', 'EDUCATION', 'HOUSING'] }, { consents });

    expect(planned.steps.map(({ key }) => key)).toEqual(['medical', 'education']);
    expect(planned.omitted.find(({ key }) => key === 'housing')?.reason.rule).toBe('CONSENT_NOT_GIVEN');
  });

  it('ends once every agency has answered, whatever each of them said', () => {
    const outcomes = Object.values(endsOf(NEEDS)).flatMap((ends) => Object.values(ends));

    expect(new Set(outcomes)).toEqual(new Set(['branch ends']));
    expect(NEEDS.whenAllEnd).toBe('ALL_ANSWERED');
  });

  it('is answered within twenty working days, by local configuration that says so', () => {
    const rule = clockOf(NEEDS, 'ASSISTANCE_ANSWER');

    expect(rule.confidence).toBe('UNCONFIRMED');
    expect(dueAfter(rule, '2026-03-02T09:00:00+08:00').dueOn).toBe('2026-03-30');
  });
});
