import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Bilingual, ClockRule, Confidence } from '#domain/catalogue/clock-rule.ts';
import type { AssessmentKind } from '#domain/catalogue/eligibility/assessment.ts';

/**
 * A service item (服务事项) as data: who it is for, what is asked, what is shared with whom, which agencies act in which
 * order and what each outcome leads to. Loaded from `catalogue/items/<code>.yaml`; a published version never changes.
 */
export interface ServiceItem {
  readonly code: string;
  readonly name: Bilingual;
  readonly audience: Bilingual;
  /** Leading digits of the divisions that offer it; absent where every place does. */
  readonly offeredIn?: readonly string[] | undefined;
  readonly form: FormDefinition;
  readonly materials: readonly Material[];
  readonly consents: readonly ConsentLine[];
  /** A rule that is more than a condition; its findings are facts for the conditions. */
  readonly assessment?: AssessmentKind | undefined;
  readonly eligibility: readonly Condition[];
  readonly passports: readonly Passport[];
  /** Keys of the steps that begin when the case is accepted. */
  readonly start: readonly string[];
  readonly steps: readonly ServiceItemStep[];
  /** The step whose agency leads (牵头) where several act: the one that decides in the end. */
  readonly lead?: string | undefined;
  /** The outcome of a case whose branches have all ended without one of them finishing it. */
  readonly whenAllEnd?: string | undefined;
  /** 保密事项: hidden from everyone but the applicant, who accepted it and who handles it. */
  readonly confidential?: boolean | undefined;
  /** Whether one person may have several open at a time, as with hazards seen or courses taken. */
  readonly repeatable?: boolean | undefined;
  /** Clocks of the case as a whole, such as the time for its rating. */
  readonly caseClocks: readonly string[];
  /** The rules the steps' clocks name, by key, copied in when the version is published. */
  readonly clocks: Readonly<Record<string, ClockRule>>;
  /** Local rules of the same keys, each with its region, copied in likewise. */
  readonly regionalClocks?: Readonly<Record<string, readonly ClockRule[]>> | undefined;
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

/** Something to be shown when applying (申请材料). */
export interface Material {
  readonly key: string;
  readonly name: Bilingual;
  readonly required: boolean;
  /** A CEL expression; the material is asked for only where it holds. */
  readonly when?: string | undefined;
}

/**
 * A fact that one agency holds and that makes a check or a paper at another needless (免证、结果互认). Offered with its
 * reason, "because / not because"; counts once a person has confirmed it.
 */
export interface Passport extends Condition {
  readonly key: string;
  /** Materials that need not be shown. */
  readonly materials: readonly string[];
  /** Rules of eligibility that count as met. */
  readonly rules: readonly string[];
  readonly source: string;
  readonly confidence: Confidence;
}

/** One consent line item (授权事项): recipient, purpose, fields. */
export interface ConsentLine {
  readonly line: string;
  readonly text: Bilingual;
  readonly recipientRole: AgencyRole;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly legalBasis: LegalBasis;
  readonly required: boolean;
  /** Days after which it has to be given anew; absent where it lasts as long as the case. */
  readonly expiresAfterDays?: number | undefined;
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
  /** Answers of the form shown before the agency has accepted (摘要卡); nothing of the applicant. */
  readonly card: readonly string[];
  /**
   * `applicant.name`, `.residentId`, `.phone`, `form.<field>`, `assessment.<value>`, or `granted.<step>`: the amount with
   * which that step ended last. Nothing else leaves.
   */
  readonly discloses: readonly string[];
  readonly disclosure: Disclosure;
  readonly clocks: readonly string[];
  /**
   * Whether the step is needed at all; one that is not ends at once with `NOT_NEEDED`, and so does one that rests on a
   * consent line which is not required and was not given.
   */
  readonly applies?: Condition | undefined;
  /** Steps this one waits for as long as they can still come or are under way. */
  readonly waitsFor: readonly string[];
  /** By outcome code. `REFUSED` is what a refusal leads to and is always present. */
  readonly outcomes: Readonly<Record<string, StepOutcome>>;
}

/**
 * When the agency learns what the step discloses. CARD_FIRST: a summary without identity until it has accepted.
 * AT_ONCE: with the referral, where the law asks for a complete application.
 */
export const DISCLOSURES = ['CARD_FIRST', 'AT_ONCE'] as const;
export type Disclosure = (typeof DISCLOSURES)[number];

export interface StepOutcome {
  readonly name: Bilingual;
  /** Whether whoever answers with it has to say the amount granted or paid. */
  readonly needsAmount?: boolean | undefined;
  readonly leadsTo: LeadsTo;
}

/** On to further steps, or the case has its outcome, or this branch ends and the others decide. */
export type LeadsTo = { readonly next: readonly string[] } | { readonly finish: string } | { readonly endBranch: true };

/** The outcome a refusal counts as. */
export const REFUSED_OUTCOME = 'REFUSED';
/** The outcome of a step that this case does not need, or that the applicant did not agree to. */
export const NOT_NEEDED_OUTCOME = 'NOT_NEEDED';

/**
 * The outcomes of a step that an agency may answer with: not a refusal, which has a word of its own, not what only the
 * passing of a clock leads to, and not that of a step nobody needed.
 */
export function answerableOutcomes(
  item: Pick<ServiceItem, 'clocks'>,
  step: Pick<ServiceItemStep, 'clocks' | 'outcomes'>,
): readonly string[] {
  const bySilence = step.clocks.flatMap((key) => {
    const consequence = item.clocks[key]?.consequence;
    return consequence?.kind === 'OUTCOME' ? [consequence.outcome] : [];
  });
  const notAnswers = [REFUSED_OUTCOME, NOT_NEEDED_OUTCOME, ...bySilence];
  return Object.keys(step.outcomes).filter((code) => !notAnswers.includes(code));
}

export function isOfferedIn({ offeredIn }: ServiceItem, divisions: readonly string[]): boolean {
  return !offeredIn || offeredIn.some((prefix) => divisions.some((division) => division.startsWith(prefix)));
}

export function nextsOf({ leadsTo }: StepOutcome): readonly string[] {
  return 'next' in leadsTo ? leadsTo.next : [];
}

export function stepOf(item: Pick<ServiceItem, 'code' | 'steps'>, key: string): ServiceItemStep {
  const step = item.steps.find((candidate) => candidate.key === key);
  if (!step) throw new RangeError(`service item ${item.code} has no step ${key}`);
  return step;
}
