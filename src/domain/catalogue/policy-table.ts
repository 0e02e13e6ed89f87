import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

/** Local figures that rules compare with (政策表): data with their source, never numbers in code. */
export interface PolicyTable {
  readonly hardship: readonly HardshipPolicy[];
}

/**
 * What one place says about households in hardship from a day on. Places differ in every figure, so what a place's
 * source does not state is absent, and what depends on it stays undecided.
 */
export interface HardshipPolicy {
  /** Leading digits of the divisions it holds for. */
  readonly divisionPrefix: string;
  readonly effectiveFrom: LocalDate;
  /** The last day, where the source speaks of one year only. */
  readonly effectiveUntil?: LocalDate | undefined;
  /** 低保标准, yuan a person and month. */
  readonly dibaoMonthly: Yuan;
  /** A household below this multiple of it is in relative hardship: 1.5 in some places, 2 in others. */
  readonly relativeMultiplier?: string | undefined;
  readonly accidentalRule?: AccidentalRule | undefined;
  readonly source: string;
  readonly confidence: Confidence;
}

/**
 * When a household that an accident or illness has struck is in accidental hardship (意外致困).
 * NET_BELOW: what is left a head lies below a multiple of the 低保 standard. COST_ABOVE: what it had to pay itself
 * exceeds a share of its yearly income.
 */
export type AccidentalRule =
  | { readonly kind: 'NET_BELOW'; readonly dibaoMultiple: string }
  | { readonly kind: 'COST_ABOVE'; readonly shareOfIncome: string };

/** The row of the narrowest place that is in force on that day; of several the latest. */
export function hardshipPolicyFor(table: PolicyTable, divisionCode: string, on: LocalDate): HardshipPolicy | undefined {
  return hardshipPoliciesOf(table, divisionCode).find((policy) => isInForce(policy, on));
}

/** A row, and whether it is the one that decides on the day that was asked for. */
export interface DatedHardshipPolicy extends HardshipPolicy {
  readonly decides: boolean;
}

/** Every row that speaks of the division, for people to look at; narrowest place first, then latest first. */
export function hardshipPoliciesOn(
  table: PolicyTable,
  divisionCode: string,
  on: LocalDate,
): readonly DatedHardshipPolicy[] {
  const deciding = hardshipPolicyFor(table, divisionCode, on);
  return hardshipPoliciesOf(table, divisionCode).map((policy) => ({ ...policy, decides: policy === deciding }));
}

function hardshipPoliciesOf(table: PolicyTable, divisionCode: string): readonly HardshipPolicy[] {
  return table.hardship
    .filter(({ divisionPrefix }) => divisionCode.startsWith(divisionPrefix))
    .toSorted(
      (a, b) => b.divisionPrefix.length - a.divisionPrefix.length || b.effectiveFrom.localeCompare(a.effectiveFrom),
    );
}

function isInForce({ effectiveFrom, effectiveUntil }: HardshipPolicy, on: LocalDate): boolean {
  return effectiveFrom <= on && (effectiveUntil === undefined || on <= effectiveUntil);
}

export function describeAccidentalRule(rule: AccidentalRule): Bilingual {
  if (rule.kind === 'NET_BELOW') {
    return {
      zh: `因意外或者疾病，人均月收入扣除刚性支出后低于低保标准的 ${rule.dibaoMultiple} 倍`,
      en: `after an accident or illness, monthly net income a head below ${rule.dibaoMultiple} times the dibao standard`,
    };
  }
  return {
    zh: `因意外或者疾病自己负担的费用超过家庭年收入的 ${rule.shareOfIncome} 倍`,
    en: `after an accident or illness, costs borne by the household above ${rule.shareOfIncome} of its yearly income`,
  };
}
