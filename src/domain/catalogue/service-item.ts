import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Bilingual, ClockRule } from '#domain/catalogue/clock-rule.ts';

/**
 * A service item (服务事项) as data: who it is for, what is asked, what is shared with whom, which agencies act in which
 * order and what each outcome leads to. Loaded from `catalogue/items/<code>.yaml`; a published version never changes.
 */
export interface ServiceItem {
  readonly code: string;
  readonly name: Bilingual;
  readonly audience: Bilingual;
  readonly form: FormDefinition;
  readonly consents: readonly ConsentLine[];
  readonly eligibility: readonly Condition[];
  /** Keys of the steps that begin when the case is accepted. */
  readonly start: readonly string[];
  readonly steps: readonly ServiceItemStep[];
  /** Clocks of the case as a whole, such as the time for its rating. */
  readonly caseClocks: readonly string[];
  /** The rules the steps' clocks name, by key, copied in when the version is published. */
  readonly clocks: Readonly<Record<string, ClockRule>>;
}

export interface ServiceItemVersion {
  readonly id: string;
  readonly version: number;
  readonly item: ServiceItem;
}

/** JSON Schema (2020-12) of one flat object. `kind` on a property adds our own check. */
export interface FormDefinition {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, FormProperty>>;
}

export const FORM_FIELD_KINDS = ['money', 'date', 'credit-code', 'bank-card'] as const;
export type FormFieldKind = (typeof FORM_FIELD_KINDS)[number];

export interface FormProperty {
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  readonly title: Bilingual;
  readonly kind?: FormFieldKind | undefined;
  readonly [keyword: string]: unknown;
}

export const LEGAL_BASES = ['CONSENT', 'STATUTORY_DUTY', 'EMERGENCY'] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

/** One consent line item (授权事项): recipient, purpose, fields. */
export interface ConsentLine {
  readonly line: string;
  readonly text: Bilingual;
  readonly recipientRole: AgencyRole;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly legalBasis: LegalBasis;
  readonly required: boolean;
}

/** A CEL expression over the facts with the words for both answers ("because / not because"). */
export interface Condition {
  readonly rule: string;
  readonly when: string;
  readonly because: Bilingual;
  readonly notBecause: Bilingual;
}

/** Which place decides the office: where the applicant lives, works, or was received. */
export const JURISDICTIONS = ['RESIDENCE', 'WORKPLACE', 'FILING'] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

export interface ServiceItemStep {
  readonly key: string;
  readonly name: Bilingual;
  readonly role: AgencyRole;
  readonly jurisdiction: Jurisdiction;
  /** The consent line that covers what this step discloses; none where another legal basis does. */
  readonly consent?: string | undefined;
  /** `applicant.name`, `applicant.residentId`, `applicant.phone` or `form.<field>`. Nothing else leaves. */
  readonly discloses: readonly string[];
  readonly clocks: readonly string[];
  /** By outcome code. `REFUSED` is what a refusal leads to and is always present. */
  readonly outcomes: Readonly<Record<string, StepOutcome>>;
}

export interface StepOutcome {
  readonly name: Bilingual;
  readonly leadsTo: { readonly next: readonly string[] } | { readonly finish: string };
}

/** The outcome a refusal counts as. */
export const REFUSED_OUTCOME = 'REFUSED';

/**
 * The outcomes of a step that an agency may answer with: not a refusal, which has a word of its own, and not what only
 * the passing of a clock leads to.
 */
export function answerableOutcomes(item: ServiceItem, step: ServiceItemStep): readonly string[] {
  const bySilence = step.clocks.flatMap((key) => {
    const consequence = item.clocks[key]?.consequence;
    return consequence?.kind === 'OUTCOME' ? [consequence.outcome] : [];
  });
  return Object.keys(step.outcomes).filter((code) => code !== REFUSED_OUTCOME && !bySilence.includes(code));
}

export function stepOf(item: ServiceItem, key: string): ServiceItemStep {
  const step = item.steps.find((candidate) => candidate.key === key);
  if (!step) throw new RangeError(`service item ${item.code} has no step ${key}`);
  return step;
}
