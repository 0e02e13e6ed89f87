/** 已核对原文 ✔ · 间接来源 △ · 未核实 ✘ */
export const CONFIDENCES = ['CONFIRMED', 'SECONDARY', 'UNCONFIRMED'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const CLOCK_UNITS = ['DAY', 'WORKING_DAY', 'MONTH', 'YEAR'] as const;
export type ClockUnit = (typeof CLOCK_UNITS)[number];

/** What starts a clock: a milestone of the referral, or the case waiting for its rating. */
export const CLOCK_STARTS = ['DRAFTED', 'RECEIVED', 'ACCEPTED', 'SUPPLEMENT_REQUESTED', 'AWAITING_RATING'] as const;
export type ClockStart = (typeof CLOCK_STARTS)[number];

/**
 * One statutory or agreed clock as data (时限规则). Frozen on the plan of each case, so that a change of the catalogue
 * never moves a clock that runs.
 */
export interface ClockRule {
  readonly key: string;
  readonly name: Bilingual;
  /** Law and article, or who set it. */
  readonly source: string;
  readonly confidence: Confidence;
  readonly start: ClockStart;
  /** Referral milestones that stop it; an ended referral always does. */
  readonly stops: readonly ('RECEIVED' | 'ACCEPTED')[];
  readonly length: number;
  readonly unit: ClockUnit;
  /** Whether the last day moves to the next working day (民事诉讼法 art. 85). */
  readonly rollOver: boolean;
  /** Whether waiting for a supplement stops the count. */
  readonly pausesForSupplement: boolean;
  readonly consequence: Consequence;
}

/**
 * What the passing of the time does, performed by the gateway.
 * OUTCOME: the step ends with that outcome and the plan goes on. ESCALATE: a person has to look (督办).
 * LAPSE_RATING: the case closes without a rating.
 */
export type Consequence = { readonly text: Bilingual } & (
  | { readonly kind: 'OUTCOME'; readonly outcome: string }
  | { readonly kind: 'ESCALATE' }
  | { readonly kind: 'LAPSE_RATING' }
);

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}
