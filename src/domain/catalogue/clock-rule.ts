/** 已核对原文 ✔ · 间接来源 △ · 未核实 ✘ */
export const CONFIDENCES = ['CONFIRMED', 'SECONDARY', 'UNCONFIRMED'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const CLOCK_UNITS = ['DAY', 'WORKING_DAY', 'MONTH', 'YEAR'] as const;
export type ClockUnit = (typeof CLOCK_UNITS)[number];

/**
 * What starts a clock: a milestone of the referral, or the case waiting for its rating. STATED: a day that somebody
 * states, such as the one on which a judgment was served; such a rule is counted when asked and never runs in a plan.
 */
export const CLOCK_STARTS = [
  'DRAFTED',
  'RECEIVED',
  'ACCEPTED',
  'STARTED',
  'SUPPLEMENT_REQUESTED',
  'AWAITING_RATING',
  'STATED',
] as const;
/** Milestones that stop a clock before its referral is over. */
export const CLOCK_STOPS = ['RECEIVED', 'ACCEPTED', 'STARTED'] as const;
export type ClockStop = (typeof CLOCK_STOPS)[number];

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
  readonly stops: readonly ClockStop[];
  readonly length: number;
  readonly unit: ClockUnit;
  /** Whether the last day moves to the next working day (民事诉讼法 art. 85). */
  readonly rollOver: boolean;
  /** Whether waiting for a supplement stops the count. */
  readonly pausesForSupplement: boolean;
  /** What else stops the count while it lasts, as the rule's source says. */
  readonly pausesFor?: readonly PauseCause[] | undefined;
  /** How much more of the same unit may be granted, by whom and on what ground; absent where the source grants none. */
  readonly extension?: ClockExtension | undefined;
  /** BEFORE: counted back from the stated day, as for the notice of a hearing. */
  readonly direction?: 'AFTER' | 'BEFORE' | undefined;
  /** Where practice is said to count otherwise than the text of the law; a region's pack may choose it. */
  readonly practice?: ClockPractice | undefined;
  /** Whose local rule this is; absent for a national one. */
  readonly region?: ClockRegion | undefined;
  /** The event that starts it, in words. */
  readonly startsWith?: Bilingual | undefined;
  readonly consequence: Consequence;
}

/** 等待鉴定 · 等待其他机关结论 · 各方同意 */
export const PAUSE_CAUSES = ['APPRAISAL', 'OTHER_BODY', 'PARTIES_AGREED'] as const;
export type PauseCause = (typeof PAUSE_CAUSES)[number];

export interface ClockExtension {
  /** At most, in the rule's own unit; absent where the source sets no limit, as where all parties may agree on any. */
  readonly length?: number | undefined;
  /** Who grants it and on what ground. */
  readonly granted: Bilingual;
}

export interface ClockPractice {
  readonly unit: ClockUnit;
  readonly source: string;
  readonly confidence: Confidence;
}

export interface ClockRegion {
  /** Leading digits of the divisions it holds for. */
  readonly divisionPrefix: string;
  readonly name: Bilingual;
}

/**
 * What the passing of the time does, performed by the gateway.
 * OUTCOME: the step ends with that outcome and the plan goes on. ESCALATE: a person has to look (督办).
 * REASSIGN: the matter is taken back and given to another office that can act; without one, a person has to look.
 * LAPSE_RATING: the case closes without a rating. INFORM: it is told, and nothing else follows.
 */
export type Consequence = { readonly text: Bilingual } & (
  | { readonly kind: 'OUTCOME'; readonly outcome: string }
  | { readonly kind: 'ESCALATE' }
  | { readonly kind: 'REASSIGN' }
  | { readonly kind: 'INFORM' }
  | { readonly kind: 'LAPSE_RATING' }
);

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}
