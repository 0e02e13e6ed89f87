import type { Finding } from '#domain/catalogue/eligibility/finding.ts';
import type { Reason } from '#domain/errors.ts';

export const UNEMPLOYMENT_VALUES = ['months', 'paidMonths', 'declared'] as const;

/** 社会保险法 art. 46: paid up to (months), benefit at most (months). */
const STEPS = [
  { paidBelow: 12, months: 0 },
  { paidBelow: 60, months: 12 },
  { paidBelow: 120, months: 18 },
] as const;
const LONGEST = 24;

/**
 * How many months of unemployment benefit (失业保险金) at most. `unclaimed` are the months of an earlier unemployment
 * that were not drawn; both periods together never exceed 24.
 */
export function longestBenefit(paidMonths: number, unclaimed = 0): number {
  const own = STEPS.find(({ paidBelow }) => paidMonths < paidBelow)?.months ?? LONGEST;
  return own === 0 ? 0 : Math.min(LONGEST, own + unclaimed);
}

/** What of an enrolment matters here, from an agency's answer or from a stored one. */
export interface InsuranceFact {
  readonly type?: unknown;
  readonly paidMonths?: unknown;
}

/** What the agency holds comes first; what the applicant states counts only where that is silent, and says so. */
export function unemploymentDuration(
  form: Readonly<Record<string, unknown>>,
  insurance: readonly InsuranceFact[],
): Finding {
  const held = insurance.flatMap(({ type, paidMonths }) =>
    type === 'UNEMPLOYMENT' && isMonths(paidMonths) ? [paidMonths] : [],
  );
  const declared = held.length === 0;
  // Payments count together (累计), whatever the employer or place they were made for.
  const paidMonths = declared ? form['paidMonths'] : held.reduce((sum, months) => sum + months, 0);
  if (!isMonths(paidMonths)) return { values: {}, reasons: [nothingKnown()] };
  const unclaimed = isMonths(form['unclaimedMonths']) ? form['unclaimedMonths'] : 0;
  const months = longestBenefit(paidMonths, unclaimed);
  return {
    values: { months, paidMonths, declared },
    reasons: [paid(paidMonths, declared), longest(paidMonths, unclaimed, months)],
  };
}

function isMonths(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function paid(months: number, declared: boolean): Reason {
  return {
    rule: 'UNEMPLOYMENT_PAID_MONTHS',
    holds: months >= 12,
    zh: `失业保险累计缴费 ${months} 个月（${declared ? '申请人自报，待经办机构核定' : '人社参保记录'}），社会保险法第四十五条要求满一年`,
    en: `${months} months of unemployment insurance paid (${declared ? 'as the applicant states; the agency will verify it' : 'insurance record'}); the Social Insurance Law art. 45 asks for one year`,
  };
}

function longest(paidMonths: number, unclaimed: number, months: number): Reason {
  if (months === 0) {
    return {
      rule: 'UNEMPLOYMENT_DURATION',
      holds: false,
      zh: `累计缴费不满一年，本次不产生领取期限${unclaimed > 0 ? '；前次未领取的月数由经办机构认定' : ''}`,
      en: `Less than a year paid gives no period of its own${unclaimed > 0 ? '; the agency decides on what was not drawn before' : ''}`,
    };
  }
  const merged = unclaimed > 0;
  return {
    rule: 'UNEMPLOYMENT_DURATION',
    holds: true,
    zh: `最长领取 ${months} 个月（社会保险法第四十六条：累计缴费 ${paidMonths} 个月${merged ? `，并入前次未领取的 ${unclaimed} 个月，合计不超过二十四个月` : ''}）`,
    en: `At most ${months} months of benefit (Social Insurance Law art. 46: ${paidMonths} months paid${merged ? `, merged with ${unclaimed} not drawn before, 24 at most` : ''})`,
  };
}

function nothingKnown(): Reason {
  return {
    rule: 'UNEMPLOYMENT_PAID_MONTHS',
    holds: false,
    zh: '没有失业保险缴费月数：参保记录中没有，申请表也没有填写',
    en: 'The months of unemployment insurance paid are neither in the record nor on the form',
  };
}
