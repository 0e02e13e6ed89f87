import { describe, expect, it } from 'vitest';
import { hardshipCategory } from '#domain/catalogue/eligibility/hardship-category.ts';
import type { HardshipPolicy } from '#domain/catalogue/policy-table.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { parseYuan, type Yuan } from '#domain/registry/yuan.ts';

const ON = localDate('2026-03-02');

function yuan(text: string): Yuan {
  const amount = parseYuan(text);
  if (!amount.ok) throw new RangeError(`no amount: ${text}`);
  return amount.value;
}

function policy(changes: Partial<HardshipPolicy> = {}): HardshipPolicy {
  return {
    divisionPrefix: '9901',
    effectiveFrom: localDate('2026-01-01'),
    dibaoMonthly: yuan('880'),
    relativeMultiplier: '2',
    accidentalRule: { kind: 'COST_ABOVE', shareOfIncome: '0.8' },
    source: '桂江市（虚构）',
    confidence: 'UNCONFIRMED',
    ...changes,
  };
}

/** Scenario E of the domain reference. */
const HOUSEHOLD = { annualIncome: '60000.00', rigidExpenditure: '18000.00', householdSize: 4, hardshipCause: 'OTHER' };

function assessed(form: object, row: HardshipPolicy | undefined = policy(), divisionCode = '990101') {
  const hardship = row ? [row] : [];
  return hardshipCategory({ form: { ...HOUSEHOLD, ...form }, policies: { hardship }, divisionCode, on: ON });
}

const rulesOf = ({ reasons }: ReturnType<typeof assessed>) => reasons.map(({ rule, holds }) => `${rule} ${holds}`);

describe('the category of a household in hardship', () => {
  it('is deep at 875 yuan a head where the dibao standard is 880, and says how that was reckoned', () => {
    const { values, reasons } = assessed({});

    expect(values).toEqual({ category: 'DEEP', netPerCapitaMonthly: '875.00', dibaoMonthly: '880.00' });
    expect(reasons.map(({ zh }) => zh)).toEqual([
      '（年可支配收入 60000.00 元 − 刚性支出 18000.00 元）÷ 12 个月 ÷ 4 人 = 人均每月 875.00 元',
      '低于低保标准每人每月 880.00 元（桂江市（虚构），自 2026-01-01 起；未核实，仅供参考）',
    ]);
    expect(reasons.at(-1)?.en).toBe(
      'Below the dibao standard of 880.00 yuan a person and month (桂江市（虚构）, from 2026-01-01; not confirmed, for orientation only)',
    );
  });

  it('is relative for the same household where the standard is 800, since 875 lies below 1600', () => {
    const finding = assessed({}, policy({ dibaoMonthly: yuan('800') }));

    expect(finding.values['category']).toBe('RELATIVE');
    expect(finding.reasons.at(-1)?.zh).toContain('低于低保标准的 2 倍即 1600.00 元');
  });

  it.each([
    ['a fen below the standard', '42239.99', 'DEEP'],
    ['exactly the standard', '42240.00', 'RELATIVE'],
    ['a fen below twice the standard', '84479.99', 'RELATIVE'],
    ['exactly twice the standard', '84480.00', 'NONE'],
  ])('with %s is decided by the fen, although both are shown alike', (_case, annualIncome, category) => {
    const { values } = assessed({ annualIncome, rigidExpenditure: '0' });

    expect(values['category']).toBe(category);
    expect(['880.00', '1760.00']).toContain(values['netPerCapitaMonthly']);
  });

  it.each([
    ['1.5', 'NONE'],
    ['2', 'RELATIVE'],
  ])('between 1.5 and 2 times the standard hangs on the local multiplier %s', (relativeMultiplier, category) => {
    const { values } = assessed({ annualIncome: '90000' }, policy({ relativeMultiplier }));

    expect(values).toMatchObject({ category, netPerCapitaMonthly: '1500.00' });
  });

  it('is deep when the rigid expenditure exceeds the income', () => {
    const { values } = assessed({ annualIncome: '10000', rigidExpenditure: '22000', householdSize: 3 });

    expect(values).toMatchObject({ category: 'DEEP', netPerCapitaMonthly: '-333.33' });
  });

  it('takes amounts as they are typed, full-width digits too', () => {
    expect(assessed({ annualIncome: '６００００' }).values['netPerCapitaMonthly']).toBe('875.00');
  });
});

describe('accidental hardship', () => {
  const above = { annualIncome: '200000', rigidExpenditure: '0', hardshipCause: 'ACCIDENT' };

  it.each(['ACCIDENT', 'ILLNESS'])('by %s holds above the local share of the income, not at it', (hardshipCause) => {
    const more = assessed({ ...above, hardshipCause, accidentCost: '160000.01' });
    const same = assessed({ ...above, hardshipCause, accidentCost: '160000.00' });

    expect([more.values['category'], same.values['category']]).toEqual(['ACCIDENTAL', 'NONE']);
  });

  it('by a band holds below its upper line, not at it', () => {
    const band = policy({ relativeMultiplier: '1.5', accidentalRule: { kind: 'NET_BELOW', dibaoMultiple: '2' } });

    expect(assessed({ ...above, annualIncome: '84479.99' }, band).values['category']).toBe('ACCIDENTAL');
    expect(assessed({ ...above, annualIncome: '84480.00' }, band).values['category']).toBe('NONE');
  });

  it('needs an accident or an illness: schooling is none', () => {
    const finding = assessed({ ...above, hardshipCause: 'SCHOOLING', accidentCost: '199999' });

    expect(finding.values['category']).toBe('NONE');
    expect(finding.reasons.at(-1)?.zh).toBe('主要致困原因不是意外或者疾病');
  });

  it('never hides a deeper category', () => {
    expect(assessed({ hardshipCause: 'ILLNESS', accidentCost: '59999' }).values['category']).toBe('DEEP');
  });

  it('is not guessed while the cost is not stated', () => {
    const finding = assessed(above);

    expect(finding.values['category']).toBe('UNKNOWN');
    expect(finding.reasons.at(-1)?.zh).toBe('不能测算困难类别：缺少意外或者疾病的自付费用');
  });

  it('is not guessed where the place has no rule in the table', () => {
    const finding = assessed(above, policy({ accidentalRule: undefined }));

    expect(finding.values['category']).toBe('UNKNOWN');
    expect(rulesOf(finding)).toEqual([
      'HARDSHIP_NET_INCOME true',
      'HARDSHIP_DEEP false',
      'HARDSHIP_RELATIVE false',
      'HARDSHIP_POLICY false',
    ]);
  });
});

describe('what cannot be told', () => {
  it('stays unknown without a row for the place, and says who enters it', () => {
    const finding = assessed({}, policy(), '450103');

    expect(finding.values).toEqual({ category: 'UNKNOWN', netPerCapitaMonthly: '875.00' });
    expect(finding.reasons.at(-1)?.zh).toBe(
      '政策表没有 450103 在 2026-03-02 的低保标准，不作推测；由当地工会提供依据、系统管理员录入后重新测算，或者由工会人工认定',
    );
  });

  it('stays unknown above the standard where the place has no multiplier in the table', () => {
    const silent = policy({ relativeMultiplier: undefined });

    expect(assessed({}, silent).values['category']).toBe('DEEP');
    expect(assessed({ annualIncome: '70000' }, silent).values['category']).toBe('UNKNOWN');
  });

  it.each([
    ['no household size', { householdSize: undefined }, '家庭人口'],
    ['a household of nobody', { householdSize: 0 }, '家庭人口'],
    ['half a person', { householdSize: 2.5 }, '家庭人口'],
    ['a size in words', { householdSize: '四' }, '家庭人口'],
    ['no income', { annualIncome: null }, '家庭年可支配收入'],
    ['an income that is no amount', { annualIncome: 'much' }, '家庭年可支配收入'],
    ['a number instead of text', { rigidExpenditure: 18000 }, '年刚性支出'],
  ])('gives no value at all with %s, so that no condition can hold', (_case, form, missing) => {
    const { values, reasons } = assessed(form);

    expect(values).toEqual({});
    expect(reasons).toMatchObject([{ rule: 'HARDSHIP_FORM', holds: false, zh: `不能测算困难类别：缺少${missing}` }]);
  });
});
