import { describeConfidence } from '#domain/catalogue/describe-confidence.ts';
import type { Finding } from '#domain/catalogue/eligibility/finding.ts';
import {
  dividedBy,
  type Fraction,
  fractionOf,
  isBelow,
  minus,
  times,
  toTwoPlaces,
} from '#domain/catalogue/eligibility/fraction.ts';
import {
  describeAccidentalRule,
  type HardshipPolicy,
  hardshipPolicyFor,
  type PolicyTable,
} from '#domain/catalogue/policy-table.ts';
import type { Reason } from '#domain/errors.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { HardshipCategory } from '#domain/registry/hardship-file.ts';
import { parseYuan, type Yuan } from '#domain/registry/yuan.ts';

/** NONE: above every line of the place. UNKNOWN: the table does not say enough to tell, and nothing is guessed. */
export type AssessedCategory = HardshipCategory | 'NONE' | 'UNKNOWN';

export const HARDSHIP_VALUES = ['category', 'netPerCapitaMonthly', 'dibaoMonthly'] as const;

export interface HardshipQuestion {
  readonly form: Readonly<Record<string, unknown>>;
  readonly policies: PolicyTable;
  readonly divisionCode: string;
  readonly on: LocalDate;
}

/**
 * 困难类别: (yearly disposable income − rigid expenditure) ÷ 12 ÷ heads, compared with the lines of the place. "Below"
 * means below: a household exactly on a line is not under it. `netPerCapitaMonthly` is rounded and for reading only.
 */
export function hardshipCategory({ form, policies, divisionCode, on }: HardshipQuestion): Finding {
  const household = readHousehold(form);
  if ('missing' in household) return { values: {}, reasons: [lacking(household.missing)] };
  const net = dividedBy(
    dividedBy(minus(fractionOf(household.annualIncome), fractionOf(household.rigidExpenditure)), 12),
    household.size,
  );
  const netPerCapitaMonthly = toTwoPlaces(net);
  const policy = hardshipPolicyFor(policies, divisionCode, on);
  if (!policy) {
    return {
      values: { category: 'UNKNOWN', netPerCapitaMonthly },
      reasons: [netIncome(household, netPerCapitaMonthly), noPolicy(divisionCode, on)],
    };
  }
  const { category, reasons } = compare(household, net, policy);
  return {
    values: { category, netPerCapitaMonthly, dibaoMonthly: policy.dibaoMonthly },
    reasons: [netIncome(household, netPerCapitaMonthly), ...reasons],
  };
}

interface Household {
  readonly annualIncome: Yuan;
  readonly rigidExpenditure: Yuan;
  readonly size: number;
  /** An accident or illness is the main cause. */
  readonly struck: boolean;
  /** What it had to pay itself for that. */
  readonly accidentCost?: Yuan | undefined;
}

interface Comparison {
  readonly category: AssessedCategory;
  readonly reasons: readonly Reason[];
}

/** One line after the other, from the deepest; the first under which the household lies decides. */
function compare(household: Household, net: Fraction, policy: HardshipPolicy): Comparison {
  const dibao = fractionOf(policy.dibaoMonthly);
  const deep = isBelow(net, dibao);
  const atDibao = line('HARDSHIP_DEEP', deep, policy, {
    zh: `低保标准每人每月 ${policy.dibaoMonthly} 元`,
    en: `the dibao standard of ${policy.dibaoMonthly} yuan a person and month`,
  });
  if (deep) return { category: 'DEEP', reasons: [atDibao] };

  const { relativeMultiplier } = policy;
  if (relativeMultiplier === undefined)
    return unsaid([atDibao], policy, '相对困难的倍数', 'the line of relative hardship');
  const limit = times(dibao, fractionOf(relativeMultiplier));
  const relative = isBelow(net, limit);
  const atRelative = line('HARDSHIP_RELATIVE', relative, policy, {
    zh: `低保标准的 ${relativeMultiplier} 倍即 ${toTwoPlaces(limit)} 元`,
    en: `${relativeMultiplier} times the dibao standard, ${toTwoPlaces(limit)} yuan`,
  });
  if (relative) return { category: 'RELATIVE', reasons: [atDibao, atRelative] };

  if (!household.struck) return { category: 'NONE', reasons: [atDibao, atRelative, notStruck()] };
  const accidental = compareAccidental(household, net, policy);
  return { category: accidental.category, reasons: [atDibao, atRelative, ...accidental.reasons] };
}

function compareAccidental(household: Household, net: Fraction, policy: HardshipPolicy): Comparison {
  const rule = policy.accidentalRule;
  if (!rule) return unsaid([], policy, '意外致困的规则', 'a rule for accidental hardship');
  if (rule.kind === 'COST_ABOVE' && household.accidentCost === undefined) {
    return { category: 'UNKNOWN', reasons: [lacking(['accidentCost'])] };
  }
  const holds =
    rule.kind === 'NET_BELOW'
      ? isBelow(net, times(fractionOf(policy.dibaoMonthly), fractionOf(rule.dibaoMultiple)))
      : isBelow(
          times(fractionOf(household.annualIncome), fractionOf(rule.shareOfIncome)),
          fractionOf(household.accidentCost ?? '0'),
        );
  const words = describeAccidentalRule(rule);
  const source = sourceOf(policy);
  return {
    category: holds ? 'ACCIDENTAL' : 'NONE',
    reasons: [
      {
        rule: 'HARDSHIP_ACCIDENTAL',
        holds,
        zh: `${holds ? '符合' : '不符合'}意外致困：${words.zh}${source.zh}`,
        en: `${holds ? 'Meets' : 'Does not meet'} the rule for accidental hardship: ${words.en}${source.en}`,
      },
    ],
  };
}

const CAUSES_THAT_STRIKE: readonly unknown[] = ['ACCIDENT', 'ILLNESS'];

function readHousehold(form: HardshipQuestion['form']): Household | { readonly missing: readonly FormField[] } {
  const annualIncome = amountIn(form, 'annualIncome');
  const rigidExpenditure = amountIn(form, 'rigidExpenditure');
  const size = form['householdSize'];
  const counted = typeof size === 'number' && Number.isSafeInteger(size) && size > 0;
  if (annualIncome === undefined || rigidExpenditure === undefined || !counted) {
    return {
      missing: [
        ...(annualIncome === undefined ? (['annualIncome'] as const) : []),
        ...(rigidExpenditure === undefined ? (['rigidExpenditure'] as const) : []),
        ...(counted ? [] : (['householdSize'] as const)),
      ],
    };
  }
  return {
    annualIncome,
    rigidExpenditure,
    size,
    struck: CAUSES_THAT_STRIKE.includes(form['hardshipCause']),
    accidentCost: amountIn(form, 'accidentCost'),
  };
}

function amountIn(form: HardshipQuestion['form'], field: FormField): Yuan | undefined {
  const text = form[field];
  const amount = typeof text === 'string' ? parseYuan(text) : undefined;
  return amount?.ok ? amount.value : undefined;
}

type FormField = keyof typeof FIELD_NAMES;

const FIELD_NAMES = {
  annualIncome: { zh: '家庭年可支配收入', en: "the household's yearly disposable income" },
  rigidExpenditure: { zh: '年刚性支出', en: 'its rigid expenditure' },
  householdSize: { zh: '家庭人口', en: 'the number of its members' },
  accidentCost: { zh: '意外或者疾病的自付费用', en: 'what the accident or illness has cost it' },
} as const;

function lacking(fields: readonly FormField[]): Reason {
  return {
    rule: 'HARDSHIP_FORM',
    holds: false,
    zh: `不能测算困难类别：缺少${fields.map((field) => FIELD_NAMES[field].zh).join('、')}`,
    en: `The hardship category cannot be assessed without ${fields.map((field) => FIELD_NAMES[field].en).join(' and ')}`,
  };
}

function netIncome({ annualIncome, rigidExpenditure, size }: Household, net: string): Reason {
  return {
    rule: 'HARDSHIP_NET_INCOME',
    holds: true,
    zh: `（年可支配收入 ${annualIncome} 元 − 刚性支出 ${rigidExpenditure} 元）÷ 12 个月 ÷ ${size} 人 = 人均每月 ${net} 元`,
    en: `(${annualIncome} yuan disposable income a year − ${rigidExpenditure} yuan rigid expenditure) ÷ 12 months ÷ ${size} = ${net} yuan a person and month`,
  };
}

function line(
  rule: string,
  below: boolean,
  policy: HardshipPolicy,
  limit: { readonly zh: string; readonly en: string },
): Reason {
  const source = sourceOf(policy);
  return {
    rule,
    holds: below,
    zh: `${below ? '低于' : '不低于'}${limit.zh}${source.zh}`,
    en: `${below ? 'Below' : 'Not below'} ${limit.en}${source.en}`,
  };
}

function sourceOf({ source, effectiveFrom, confidence }: HardshipPolicy): { zh: string; en: string } {
  const label = describeConfidence(confidence);
  return {
    zh: `（${source}，自 ${effectiveFrom} 起；${label.zh}）`,
    en: ` (${source}, from ${effectiveFrom}; ${label.en})`,
  };
}

function notStruck(): Reason {
  return {
    rule: 'HARDSHIP_ACCIDENTAL',
    holds: false,
    zh: '主要致困原因不是意外或者疾病',
    en: 'The main cause is neither an accident nor an illness',
  };
}

function noPolicy(divisionCode: string, on: LocalDate): Reason {
  return {
    rule: 'HARDSHIP_POLICY',
    holds: false,
    zh: `政策表没有 ${divisionCode} 在 ${on} 的低保标准，不作推测；由当地工会提供依据、系统管理员录入后重新测算，或者由工会人工认定`,
    en: `The policy table has no dibao standard of ${divisionCode} for ${on}, and none is guessed: the local union names it with its source and the administrator enters it, or the union decides by hand`,
  };
}

function unsaid(before: readonly Reason[], policy: HardshipPolicy, zh: string, en: string): Comparison {
  const source = sourceOf(policy);
  const reason: Reason = {
    rule: 'HARDSHIP_POLICY',
    holds: false,
    zh: `政策表没有录入当地${zh}${source.zh}，不作推测；由当地工会提供依据、系统管理员录入，或者由工会人工认定`,
    en: `The policy table does not name ${en}${source.en}, and none is guessed: the local union names it and the administrator enters it, or the union decides by hand`,
  };
  return { category: 'UNKNOWN', reasons: [...before, reason] };
}
