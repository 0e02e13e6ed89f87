import type { Finding } from '#domain/catalogue/eligibility/finding.ts';
import { HARDSHIP_VALUES, hardshipCategory } from '#domain/catalogue/eligibility/hardship-category.ts';
import { legalAidUrgency, URGENCY_VALUES } from '#domain/catalogue/eligibility/legal-aid-urgency.ts';
import {
  type InsuranceFact,
  UNEMPLOYMENT_VALUES,
  unemploymentDuration,
} from '#domain/catalogue/eligibility/unemployment-duration.ts';
import type { HeldSubject } from '#domain/catalogue/facts.ts';
import type { PolicyTable } from '#domain/catalogue/policy-table.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 困难类别 · 失业保险金领取期限 · 法律援助紧急情形 */
export const ASSESSMENT_KINDS = ['HARDSHIP_CATEGORY', 'UNEMPLOYMENT_DURATION', 'LEGAL_AID_URGENCY'] as const;
export type AssessmentKind = (typeof ASSESSMENT_KINDS)[number];

/**
 * What a rule that is more than a condition found out about one request (测算): values that conditions may speak about
 * as `assessment.<name>`, and the trace in words. The trace quotes the form's figures, so it is kept as the form is.
 */
export interface Assessment extends Finding {
  readonly kind: AssessmentKind;
}

/** Which values each kind can give, so that a condition naming another is a fault of the catalogue. */
export const ASSESSMENT_VALUES: Readonly<Record<AssessmentKind, readonly string[]>> = {
  HARDSHIP_CATEGORY: HARDSHIP_VALUES,
  UNEMPLOYMENT_DURATION: UNEMPLOYMENT_VALUES,
  LEGAL_AID_URGENCY: URGENCY_VALUES,
};

/** What each kind rests on besides the form; an old answer about it decides nothing against anyone. */
export const ASSESSED_FROM: Readonly<Record<AssessmentKind, readonly HeldSubject[]>> = {
  HARDSHIP_CATEGORY: [],
  UNEMPLOYMENT_DURATION: ['insurance'],
  LEGAL_AID_URGENCY: [],
};

export interface AssessmentQuestion {
  readonly kind: AssessmentKind;
  readonly form: Readonly<Record<string, unknown>>;
  readonly insurance: readonly InsuranceFact[];
  readonly policies: PolicyTable;
  readonly divisionCode: string;
  readonly on: LocalDate;
}

/**
 * Pure, and never throws for what users typed: a form that lacks what the rule needs gives no values, so that no
 * condition on them holds, and a reason that says what is missing.
 */
export function assess(question: AssessmentQuestion): Assessment {
  return { kind: question.kind, ...find(question) };
}

function find(question: AssessmentQuestion): Finding {
  switch (question.kind) {
    case 'HARDSHIP_CATEGORY':
      return hardshipCategory(question);
    case 'UNEMPLOYMENT_DURATION':
      return unemploymentDuration(question.form, question.insurance);
    case 'LEGAL_AID_URGENCY':
      return legalAidUrgency(question.form, question.on);
  }
}
