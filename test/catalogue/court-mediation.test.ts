import { describe, expect, it } from 'vitest';
import { clockOf, dueAfter, endsOf, itemNamed, plan, shownTo, whereTo } from './support/demo-city.ts';

const DELEGATED = itemNamed('court-mediation');
const FORM = {
  docketNumber: '（2026）桂9901民诉前调12号',
  employerName: '桂江速达物流有限公司',
  disputeGroups: ['PAY_AND_COMPENSATION'],
  facts: '拖欠三个月工资。',
};

describe('a mediation that the court delegates', () => {
  it('goes to the studio of the workplace, and back to the court', () => {
    expect(whereTo(plan(DELEGATED, FORM, { worksIn: '990102' }))).toEqual({
      mediation: '木棉区总工会劳动争议调解工作室',
      'confirmation-choice': '桂江市总工会职工服务中心受理窗口',
      confirmation: expect.stringContaining('法院'),
      docketing: '青榕区人民法院驻市总工会立案窗口',
    });
  });

  it('goes to the next room when the mediator says nothing for three working days', () => {
    const rule = clockOf(DELEGATED, 'PRE_MED_MEDIATOR_ACCEPT');

    expect([rule.consequence.kind, rule.stops, rule.source]).toEqual([
      'REASSIGN',
      ['ACCEPTED'],
      '人民法院在线调解规则第十二条',
    ]);
    expect(dueAfter(rule, '2023-04-20T09:00:00+08:00').dueOn).toBe('2023-04-26');
  });

  it('has thirty days from the acceptance, thirty for the joint application, and seven for the docketing', () => {
    const rules = ['PRE_MED_TERM', 'JC_APPLY_BY_PARTIES', 'COURT_DOCKET'].map((key) => clockOf(DELEGATED, key));

    expect(rules.map(({ start, length, unit }) => `${start} ${length} ${unit}`)).toEqual([
      'ACCEPTED 30 DAY',
      'DRAFTED 30 DAY',
      'RECEIVED 7 DAY',
    ]);
    expect(rules[0]?.pausesFor).toEqual(['APPRAISAL']);
    expect(rules[0]?.extension?.length).toBeUndefined();
  });

  it('shows no identity to a mediator who has not accepted', () => {
    expect(shownTo(DELEGATED, 'mediation').before.join(' ')).not.toContain('applicant');
    expect(shownTo(DELEGATED, 'mediation').after).toContain('applicant.name');
  });

  it('ends with an agreement, confirmed or not, or with the docketing', () => {
    expect(endsOf(DELEGATED)).toMatchObject({
      mediation: { AGREED: 'then confirmation-choice', FAILED: 'then docketing', EXPIRED: 'then docketing' },
      confirmation: { CONFIRMED: 'CONFIRMED', CONFIRM_REJECTED: 'then docketing', REFUSED: 'SETTLED' },
      docketing: { DOCKETED: 'DOCKETED', NOT_DOCKETED: 'NOT_DOCKETED' },
    });
  });
});
