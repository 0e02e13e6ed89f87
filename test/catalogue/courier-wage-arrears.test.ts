import { describe, expect, it } from 'vitest';
import { clockOf, dueAfter, itemNamed, officesWith, plan, whereTo } from './support/demo-city.ts';

const item = itemNamed('courier-wage-arrears');
const form = { employerName: '桂江速达物流有限公司', employmentGroup: 'COURIER', arrearsAmount: '16500.00' };

describe('who can claim withheld pay', () => {
  it.each([
    ['a courier of forty', 40, '16500.00', []],
    ['a member or not', 40, '0.01', []],
    ['a courier of just sixteen', 16, '300', []],
    ['a child of fifteen', 15, '300', ['WORKING_AGE']],
    ['nobody to whom nothing is owed', 40, '0.00', ['ARREARS_POSITIVE']],
    ['nobody who leaves the amount open', 40, null, ['ARREARS_POSITIVE']],
  ])('%s', (_who, age, arrearsAmount, notBecause) => {
    const answer = plan(item, { ...form, arrearsAmount }, { age, isMember: false });

    expect(answer.eligible).toBe(notBecause.length === 0);
    expect(answer.plan.eligibility.filter(({ holds }) => !holds).map(({ rule }) => rule)).toEqual(notBecause);
  });

  it('is told with the article, in both languages', () => {
    const [age] = plan(item, form).plan.eligibility;

    expect(age).toMatchObject({
      holds: true,
      zh: expect.stringContaining('劳动法第十五条'),
      en: expect.stringContaining('art. 15'),
    });
  });
});

describe('where withheld pay is claimed', () => {
  it.each([
    ['990101', '青榕区总工会劳动争议调解工作室', '青榕区人民法院诉讼服务中心'],
    ['990101001', '榕江街道总工会调解站', '青榕区人民法院诉讼服务中心'],
    ['990101100', '青榕区总工会劳动争议调解工作室', '青榕区人民法院诉讼服务中心'],
    ['990101400', '桂江高新区“三师一室”', '青榕区人民法院诉讼服务中心'],
    ['990102', '木棉区总工会劳动争议调解工作室', '青榕区人民法院驻市总工会立案窗口'],
    ['990103100', '临江区总工会劳动争议调解工作室', '青榕区人民法院驻市总工会立案窗口'],
    ['990122200', '白藤县总工会劳动争议调解工作室', '青榕区人民法院驻市总工会立案窗口'],
    ['990100', '桂江市总工会劳动争议调解中心', '青榕区人民法院驻市总工会立案窗口'],
  ])('for work in %s: %s, the arbitration court, %s', (worksIn, mediation, court) => {
    const answer = plan(item, form, { livesIn: '990101', worksIn });

    expect(answer.faults).toEqual([]);
    expect(whereTo(answer)).toEqual({ mediation, arbitration: '桂江市劳动人事争议仲裁院', court });
  });

  it('is the place of work, wherever the courier lives', () => {
    const answer = plan(item, form, { livesIn: '990122', worksIn: '990102' });

    expect(whereTo(answer)['mediation']).toBe('木棉区总工会劳动争议调解工作室');
  });

  it('is the level above once a studio is full, and the trace says so', () => {
    const full = officesWith({ '桂江高新区“三师一室”': 40, 青榕区总工会劳动争议调解工作室: 60 });

    const answer = plan(item, form, { worksIn: '990101400' }, full);

    expect(whereTo(answer)['mediation']).toBe('桂江市总工会劳动争议调解中心');
    expect(answer.plan.steps[0]?.reasons.map(({ rule }) => rule)).toEqual([
      'OFFICE_FULL',
      'OFFICE_FULL',
      'OFFICE_OF_LEVEL_ABOVE',
    ]);
  });
});

describe('by when withheld pay moves on', () => {
  // Ten in the morning of Saturday 21 November 2026 in Shanghai.
  const RECEIVED = '2026-11-21T02:00:00Z';

  it.each([
    ['HANDOVER', '2026-11-24', 'two working days after the weekend'],
    ['MED_LDMA', '2026-12-07', 'fifteen days end on a Sunday and so on the Monday'],
    ['ARB_ACCEPT', '2026-11-26', 'five days'],
    ['COURT_DOCKET', '2026-11-30', 'seven days end on a Saturday and so on the Monday'],
  ])('%s is due on %s: %s', (key, dueOn) => {
    expect(dueAfter(clockOf(item, key), RECEIVED)).toMatchObject({ dueOn, provisional: false });
  });

  it('knows the day of an award only provisionally while next year’s holidays are not announced', () => {
    expect(dueAfter(clockOf(item, 'ARB_AWARD'), '2026-12-01T02:00:00Z')).toMatchObject({
      dueOn: '2027-01-15',
      provisional: true,
    });
  });

  it.each([
    ['mediation', ['HANDOVER', 'SUPPLEMENT', 'MED_LDMA']],
    ['arbitration', ['HANDOVER', 'SUPPLEMENT', 'ARB_ACCEPT', 'ARB_AWARD']],
    ['court', ['HANDOVER', 'SUPPLEMENT', 'COURT_DOCKET']],
  ])('freezes on the step %s the clocks %j', (key, clocks) => {
    const step = plan(item, form).plan.steps.find((candidate) => candidate.key === key);

    expect(step?.clocks.map((rule) => rule.key)).toEqual(clocks);
  });

  it.each([
    ['MED_LDMA', '劳动争议调解仲裁法第十四条'],
    ['ARB_ACCEPT', '劳动争议调解仲裁法第二十九条'],
    ['ARB_AWARD', '劳动争议调解仲裁法第四十三条'],
    ['COURT_DOCKET', '民事诉讼法第一百二十六条'],
  ])('rests %s on %s', (key, source) => {
    expect(clockOf(item, key)).toMatchObject({ source, confidence: 'CONFIRMED' });
  });

  it.each(['MED_LDMA', 'ARB_ACCEPT', 'ARB_AWARD'])('goes on by itself when %s runs out', (key) => {
    expect(clockOf(item, key).consequence).toMatchObject({ kind: 'OUTCOME', outcome: 'EXPIRED' });
  });
});

describe('what is shared of withheld pay', () => {
  it('keeps the identity number from the mediators', () => {
    const discloses = (key: string) => item.steps.find((step) => step.key === key)?.discloses;

    expect(discloses('mediation')).not.toContain('applicant.residentId');
    expect(discloses('arbitration')).toContain('applicant.residentId');
    expect(discloses('court')).toContain('applicant.residentId');
  });
});
