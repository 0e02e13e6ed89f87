import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';

/** Mediations accepted in a period, and what has become of them by now. */
export interface MediationCounts {
  readonly accepted: number;
  readonly concluded: number;
  readonly succeeded: number;
}

export interface MediationStatistics extends MediationCounts {
  readonly pending: number;
  /** Percent with two places as text; undefined while nothing is concluded. */
  readonly successRate?: string | undefined;
  readonly successRateOfAccepted?: string | undefined;
  readonly definition: Bilingual;
  readonly confidence: Confidence;
}

/** The official definition is not known to us; published rates divide now by the mediated, now by the accepted. */
const DEFINITION: Bilingual = {
  zh: '本系统口径（官方口径未核实）：以期间内受理的调解为准，退回、撤回的不计。成功率＝达成协议或自行和解的件数÷已终结的件数；另列÷受理件数。各地比率不作平均，只用件数合计后计算。',
  en: 'Our own definition; the official one is not confirmed. Mediations accepted in the period, without those returned or recalled. Rate = agreed or settled by the parties ÷ concluded; ÷ accepted is shown besides. Rates are never averaged: counts are added and divided once.',
};

export function mediationStatistics(counts: MediationCounts): MediationStatistics {
  return {
    ...counts,
    pending: counts.accepted - counts.concluded,
    successRate: percentage(counts.succeeded, counts.concluded),
    successRateOfAccepted: percentage(counts.succeeded, counts.accepted),
    definition: DEFINITION,
    confidence: 'UNCONFIRMED',
  };
}

/** 292 of 417 is `70.02`: two places, half up, in whole numbers throughout. Undefined of nothing. */
export function percentage(part: number, whole: number): string | undefined {
  if (whole === 0) return undefined;
  const hundredths = (BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole));
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}
