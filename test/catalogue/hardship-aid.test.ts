import { describe, expect, it } from 'vitest';
import { clockOf, dueAfter, itemNamed, plan, whereTo } from './support/demo-city.ts';

const item = itemNamed('hardship-aid');
const form = { householdSize: 3, annualIncome: '18000', rigidExpenditure: '9000', hardshipCause: 'ILLNESS' };

describe('who can ask for hardship aid', () => {
  it.each([
    ['a member', true, 'UNION_MEMBER holds'],
    ['nobody else, who is told to join first', false, 'UNION_MEMBER does not hold'],
  ])('%s', (_who, isMember, reason) => {
    const answer = plan(item, form, { isMember });

    expect(answer.eligible).toBe(isMember);
    expect(answer.plan.eligibility.map(({ rule, holds }) => `${rule} ${holds ? 'holds' : 'does not hold'}`)).toEqual([
      reason,
    ]);
  });
});

describe('where hardship aid goes', () => {
  it.each([
    ['990101', '青榕区居民家庭经济状况核对中心', '青榕区入户调查统筹岗'],
    ['990101001', '青榕区居民家庭经济状况核对中心', '榕江街道便民服务中心'],
    ['990101400', '青榕区居民家庭经济状况核对中心', '青榕区入户调查统筹岗'],
    ['990102100', '木棉区居民家庭经济状况核对中心', '望江镇便民服务中心'],
    ['990103', '临江区居民家庭经济状况核对中心', '临江区入户调查统筹岗'],
    ['990122200', '白藤县居民家庭经济状况核对中心', '云盘瑶族乡便民服务中心'],
  ])('for a home in %s: %s, %s, the aid centre', (livesIn, check, visit) => {
    const answer = plan(item, form, { livesIn, worksIn: '990101' });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ check, visit, approval: '桂江市总工会困难职工帮扶中心' });
  });

  it('is nowhere while only the city is known, since nobody visits a city', () => {
    const answer = plan(item, form, { livesIn: '990100' });

    expect(answer.faults.map(({ code }) => code)).toEqual(['NO_AGENCY_AVAILABLE', 'NO_AGENCY_AVAILABLE']);
  });
});

describe('by when hardship aid moves on', () => {
  // Monday 28 September 2026; from 1 to 7 October nobody works, and Saturday the 10th is made up for.
  const RECEIVED = '2026-09-28T02:00:00Z';

  it.each([
    ['HANDOVER', '2026-09-30', 'two working days'],
    ['HOME_VISIT', '2026-10-10', 'five working days, three of them after the holiday and one a made-up Saturday'],
    ['AID_APPROVAL', '2026-10-10', 'five working days'],
    ['ECONOMIC_CHECK', '2026-10-16', 'ten working days'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), RECEIVED)).toMatchObject({ dueOn, provisional: false });
  });

  it.each(['HANDOVER', 'SUPPLEMENT', 'ECONOMIC_CHECK', 'HOME_VISIT', 'AID_APPROVAL'])(
    'calls a person when %s runs out, and decides nothing',
    (key) => {
      expect(clockOf(item, key).consequence.kind).toBe('ESCALATE');
    },
  );

  it('waits for the applicant while the check lacks a paper', () => {
    expect(clockOf(item, 'ECONOMIC_CHECK').pausesForSupplement).toBe(true);
  });
});

describe('what is shared for hardship aid', () => {
  it('tells the visitors neither identity number nor income', () => {
    const visit = item.steps.find(({ key }) => key === 'visit');

    expect(visit?.discloses).not.toContain('applicant.residentId');
    expect(visit?.discloses).not.toContain('form.annualIncome');
  });

  it('tells nobody the bank card before aid is paid', () => {
    expect(item.steps.flatMap(({ discloses }) => discloses)).not.toContain('form.bankCard');
  });
});
