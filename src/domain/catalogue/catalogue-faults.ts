import { AGENCY_ROLES } from '#domain/agencies/agency-code.ts';
import { caseClockFaults, stepClockFaults } from '#domain/catalogue/clock-faults.ts';
import { conditionFault } from '#domain/catalogue/conditions.ts';
import { ASSESSMENT_VALUES } from '#domain/catalogue/eligibility/assessment.ts';
import { type Facts, HELD_SUBJECTS } from '#domain/catalogue/facts.ts';
import {
  answerableOutcomes,
  type ConsentLine,
  NOT_NEEDED_OUTCOME,
  nextsOf,
  REFUSED_OUTCOME,
  type ServiceItem,
  type ServiceItemStep,
  type StepOutcome,
} from '#domain/catalogue/service-item.ts';

/** A service item as its author wrote it: of the right shape, while roles may still be words that nobody plays. */
export type ServiceItemDraft = Omit<ServiceItem, 'consents' | 'steps'> & {
  readonly consents: readonly (Omit<ConsentLine, 'recipientRole'> & { readonly recipientRole: string })[];
  readonly steps: readonly StepDraft[];
};
type StepDraft = Omit<ServiceItemStep, 'role'> & { readonly role: string };

export interface CatalogueFault {
  /** Keys and positions from the top of the item. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Everything in an item that would only come to light when a case meets it: a step nobody can reach, a clock without a
 * rule, a field that leaves without a consent. All faults at once; none means that the draft is a ServiceItem.
 */
export function catalogueFaults(draft: ServiceItemDraft): readonly CatalogueFault[] {
  return [
    ...formFaults(draft),
    ...materialFaults(draft),
    ...consentFaults(draft),
    ...draft.eligibility.flatMap(({ when }, index) => expressionFaults(draft, when, ['eligibility', index, 'when'])),
    ...passportFaults(draft),
    ...planFaults(draft),
    ...endFaults(draft),
    ...draft.steps.flatMap((step, index) => stepFaults(draft, step, ['steps', index])),
    ...caseClockFaults(draft.clocks, draft.caseClocks),
  ];
}

function formFaults({ form }: ServiceItemDraft): CatalogueFault[] {
  return form.required.flatMap((field, index) =>
    Object.hasOwn(form.properties, field)
      ? []
      : [fault(['form', 'required', index], `the form requires ${field} but does not ask it`)],
  );
}

function consentFaults(draft: ServiceItemDraft): CatalogueFault[] {
  return draft.consents.flatMap((consent, index) => {
    const path = ['consents', index];
    return [
      ...roleFaults(consent.recipientRole, [...path, 'recipientRole']),
      ...fieldFaults(draft, consent.fields, [...path, 'fields']),
      ...(draft.consents.findIndex(({ line }) => line === consent.line) < index
        ? [fault([...path, 'line'], `a second consent line ${consent.line}`)]
        : []),
      // Nobody is asked to agree to a sharing that never happens.
      ...(draft.steps.some((step) => step.consent === consent.line)
        ? []
        : [fault([...path, 'line'], `no step rests on the consent line ${consent.line}`)]),
    ];
  });
}

const APPLICANT_FACTS: Readonly<Record<keyof Facts['applicant'], true>> = {
  age: true,
  sex: true,
  isMember: true,
  divisionCode: true,
};

function expressionFaults(
  draft: ServiceItemDraft,
  when: string,
  path: readonly (string | number)[],
): readonly CatalogueFault[] {
  const problem = conditionFault(when);
  if (problem !== undefined) return [fault(path, `the condition does not type-check: ${problem}`)];
  // The type checker takes these for open maps. A misspelt fact is an error at evaluation, and so nobody would be
  // eligible and nobody would know why.
  const known: Readonly<Record<string, readonly string[]>> = {
    applicant: Object.keys(APPLICANT_FACTS),
    form: Object.keys(draft.form.properties),
    held: HELD_SUBJECTS,
    assessment: assessedValues(draft),
  };
  const words = when.replace(/"[^"]*"|'[^']*'/g, '');
  return [...words.matchAll(/\b(applicant|form|held|assessment)\.(\w+)/g)].flatMap(([text, subject = '', name = '']) =>
    known[subject]?.includes(name) ? [] : [fault(path, `the condition asks for ${text}, which nobody knows`)],
  );
}

function assessedValues({ assessment }: ServiceItemDraft): readonly string[] {
  return assessment ? ASSESSMENT_VALUES[assessment] : [];
}

function materialFaults(draft: ServiceItemDraft): CatalogueFault[] {
  return draft.materials.flatMap(({ key, when }, index) => {
    const path = ['materials', index];
    return [
      ...(draft.materials.findIndex((other) => other.key === key) < index
        ? [fault([...path, 'key'], `a second material ${key}`)]
        : []),
      ...(when === undefined ? [] : expressionFaults(draft, when, [...path, 'when'])),
    ];
  });
}

function passportFaults(draft: ServiceItemDraft): CatalogueFault[] {
  return draft.passports.flatMap((passport, index) => {
    const path = ['passports', index];
    const nothing = passport.materials.length === 0 && passport.rules.length === 0;
    return [
      ...expressionFaults(draft, passport.when, [...path, 'when']),
      ...(draft.passports.findIndex(({ key }) => key === passport.key) < index
        ? [fault([...path, 'key'], `a second passport ${passport.key}`)]
        : []),
      ...(nothing ? [fault(path, `the passport ${passport.key} makes nothing needless`)] : []),
      ...passport.materials.flatMap((key, at) =>
        draft.materials.some((material) => material.key === key)
          ? []
          : [fault([...path, 'materials', at], `no material ${key}`)],
      ),
      ...passport.rules.flatMap((rule, at) =>
        draft.eligibility.some((condition) => condition.rule === rule)
          ? []
          : [fault([...path, 'rules', at], `no rule of eligibility ${rule}`)],
      ),
    ];
  });
}

function planFaults(draft: ServiceItemDraft): CatalogueFault[] {
  const { start, steps } = draft;
  const keys = new Set(steps.map((step) => step.key));
  const reached = reachedFrom(start, steps);
  const ending = keysThatEnd(draft, keys);
  return [
    ...start.flatMap((key, index) => (keys.has(key) ? [] : [fault(['start', index], `no step ${key}`)])),
    ...steps.flatMap((step, index) => {
      const path = ['steps', index];
      if (steps.findIndex(({ key }) => key === step.key) < index) {
        return [fault([...path, 'key'], `a second step ${step.key}`)];
      }
      return [
        ...(reached.has(step.key) ? [] : [fault([...path, 'key'], `nothing leads to the step ${step.key}`)]),
        ...(ending.has(step.key)
          ? []
          : [fault([...path, 'outcomes'], `from the step ${step.key} no answer ever brings the plan to an end`)]),
      ];
    }),
  ];
}

function stepFaults(draft: ServiceItemDraft, step: StepDraft, path: readonly (string | number)[]): CatalogueFault[] {
  return [
    ...roleFaults(step.role, [...path, 'role']),
    ...fieldFaults(draft, step.discloses, [...path, 'discloses']),
    ...cardFaults(step, path),
    ...sharingFaults(draft, step, path),
    ...needFaults(draft, step, path),
    ...waitFaults(draft, step, [...path, 'waitsFor']),
    ...outcomeFaults(draft, step, [...path, 'outcomes']),
    ...stepClockFaults(draft.clocks, step, [...path, 'clocks']),
  ];
}

/** The card stands for the application before anyone has agreed to handle it: of the form alone, and nothing more than follows. */
function cardFaults(step: StepDraft, path: readonly (string | number)[]): CatalogueFault[] {
  const wrong = step.card.flatMap((field, index) => {
    if (!field.startsWith('form.')) return [fault([...path, 'card', index], `${field} tells who the applicant is`)];
    if (step.discloses.includes(field)) return [];
    return [
      fault([...path, 'card', index], `the step ${step.key} shows ${field} on its card but does not disclose it`),
    ];
  });
  if (step.disclosure === 'CARD_FIRST' && step.card.length === 0)
    return [fault([...path, 'card'], `the step ${step.key} shows its card first, and the card is empty`)];
  return wrong;
}

/** A step that may not be needed, or not be agreed to, says what follows then; one that is always needed has no such outcome. */
function needFaults(draft: ServiceItemDraft, step: StepDraft, path: readonly (string | number)[]): CatalogueFault[] {
  const says = Object.hasOwn(step.outcomes, NOT_NEEDED_OUTCOME);
  const optional = draft.consents.some(({ line, required }) => line === step.consent && !required);
  if (!step.applies && !optional)
    return says ? [fault([...path, 'outcomes', NOT_NEEDED_OUTCOME], `the step ${step.key} is always needed`)] : [];
  return [
    ...(step.applies ? expressionFaults(draft, step.applies.when, [...path, 'applies', 'when']) : []),
    ...(says
      ? []
      : [
          fault(
            [...path, 'outcomes'],
            `the step ${step.key} does not say what follows when it is not needed (${NOT_NEEDED_OUTCOME})`,
          ),
        ]),
  ];
}

function waitFaults(draft: ServiceItemDraft, step: StepDraft, path: readonly (string | number)[]): CatalogueFault[] {
  return step.waitsFor.flatMap((key, index) => {
    if (key === step.key) return [fault([...path, index], `the step ${key} waits for itself`)];
    return draft.steps.some((other) => other.key === key)
      ? []
      : [fault([...path, index], `no step ${key} to wait for`)];
  });
}

/** A step without a consent line rests on another legal basis; one that names a line stays within it. */
function sharingFaults(draft: ServiceItemDraft, step: StepDraft, path: readonly (string | number)[]): CatalogueFault[] {
  if (step.consent === undefined) return [];
  const consent = draft.consents.find(({ line }) => line === step.consent);
  if (!consent) return [fault([...path, 'consent'], `no consent line ${step.consent}`)];
  const uncovered = step.discloses.flatMap((field, index) =>
    consent.fields.includes(field)
      ? []
      : [fault([...path, 'discloses', index], `the consent line ${consent.line} does not cover ${field}`)],
  );
  if (consent.recipientRole === step.role) return uncovered;
  return [
    fault([...path, 'consent'], `${consent.line} speaks of ${consent.recipientRole}, not of ${step.role}`),
    ...uncovered,
  ];
}

function outcomeFaults(draft: ServiceItemDraft, step: StepDraft, path: readonly (string | number)[]): CatalogueFault[] {
  const missing = Object.hasOwn(step.outcomes, REFUSED_OUTCOME)
    ? []
    : [fault(path, `the step ${step.key} does not say what a refusal (${REFUSED_OUTCOME}) leads to`)];
  const astray = Object.entries(step.outcomes).flatMap(([code, { leadsTo }]) =>
    'next' in leadsTo
      ? leadsTo.next.flatMap((key, index) =>
          draft.steps.some((other) => other.key === key)
            ? []
            : [fault([...path, code, 'leadsTo', 'next', index], `no step ${key} to go on with`)],
        )
      : [],
  );
  return [...missing, ...astray];
}

/** A case whose branches have all ended needs an outcome of its own; one that is finished by a step needs no second. */
function endFaults(draft: ServiceItemDraft): CatalogueFault[] {
  const outcomes = draft.steps.flatMap((step) => Object.values(step.outcomes));
  const branches = outcomes.some(({ leadsTo }) => 'endBranch' in leadsTo);
  return [
    ...(branches && draft.whenAllEnd === undefined
      ? [fault(['steps'], 'branches end here, and whenAllEnd does not say what the case then counts as')]
      : []),
    ...(!branches && draft.whenAllEnd !== undefined ? [fault(['whenAllEnd'], 'no branch ends by itself')] : []),
    ...(draft.lead !== undefined && !draft.steps.some(({ key }) => key === draft.lead)
      ? [fault(['lead'], `no step ${draft.lead} to lead`)]
      : []),
  ];
}

function roleFaults(role: string, path: readonly (string | number)[]): CatalogueFault[] {
  return (AGENCY_ROLES as readonly string[]).includes(role) ? [] : [fault(path, `no agency role ${role}`)];
}

/** The same list as DisclosedApplicant of the agencies' port. */
const APPLICANT_FIELDS = ['applicant.name', 'applicant.residentId', 'applicant.phone'];

function fieldFaults(
  draft: ServiceItemDraft,
  fields: readonly string[],
  path: readonly (string | number)[],
): CatalogueFault[] {
  const known = new Set([
    ...APPLICANT_FIELDS,
    ...Object.keys(draft.form.properties).map((field) => `form.${field}`),
    ...assessedValues(draft).map((value) => `assessment.${value}`),
    ...grantingSteps(draft).map((key) => `granted.${key}`),
  ]);
  return fields.flatMap((field, index) => (known.has(field) ? [] : [fault([...path, index], strangeField(field))]));
}

function strangeField(field: string): string {
  return field.startsWith('granted.')
    ? `${field} names no step that ends with an amount`
    : `${field} is neither on the form nor a field of the applicant`;
}

/** Steps with an outcome that says how much was granted. */
function grantingSteps({ steps }: ServiceItemDraft): readonly string[] {
  return steps
    .filter(({ outcomes }) => Object.values(outcomes).some((outcome) => outcome.needsAmount))
    .map(({ key }) => key);
}

function reachedFrom(start: readonly string[], steps: readonly StepDraft[]): ReadonlySet<string> {
  const reached = new Set(start);
  for (const key of reached) {
    for (const next of steps.filter((step) => step.key === key).flatMap(nextsOfStep)) reached.add(next);
  }
  return reached;
}

/**
 * Steps from which some answer, at once or later, finishes the case or ends its branch, and so does not needing them; a
 * plan that only a refusal or silence could end would go round for ever. What leads out of the plan is a fault of its
 * own.
 */
function keysThatEnd({ steps, clocks }: ServiceItemDraft, keys: ReadonlySet<string>): ReadonlySet<string> {
  const ending = new Set<string>();
  const leadsToEnd = (outcome: StepOutcome) =>
    !('next' in outcome.leadsTo) || nextsOf(outcome).every((key) => ending.has(key) || !keys.has(key));
  const ends = (step: StepDraft) => {
    const notNeeded = step.outcomes[NOT_NEEDED_OUTCOME];
    return answersOf(step, clocks).some(leadsToEnd) && (!notNeeded || leadsToEnd(notNeeded));
  };
  for (let found = -1; found < ending.size;) {
    found = ending.size;
    for (const step of steps) if (ends(step)) ending.add(step.key);
  }
  return ending;
}

/** What an agency can answer; every outcome of a step that knows no answer. */
function answersOf(step: StepDraft, clocks: ServiceItemDraft['clocks']): readonly StepOutcome[] {
  const answers = answerableOutcomes({ clocks }, step).flatMap((code) => step.outcomes[code] ?? []);
  return answers.length > 0 ? answers : Object.values(step.outcomes);
}

function nextsOfStep(step: StepDraft): readonly string[] {
  return Object.values(step.outcomes).flatMap(nextsOf);
}

function fault(path: readonly (string | number)[], message: string): CatalogueFault {
  return { path, message };
}
