import { AGENCY_ROLES } from '#domain/agencies/agency-code.ts';
import { conditionFault, type Facts } from '#domain/catalogue/conditions.ts';
import {
  type ConsentLine,
  REFUSED_OUTCOME,
  type ServiceItem,
  type ServiceItemStep,
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
    ...consentFaults(draft),
    ...eligibilityFaults(draft),
    ...planFaults(draft),
    ...draft.steps.flatMap((step, index) => stepFaults(draft, step, ['steps', index])),
    ...caseClockFaults(draft),
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

function eligibilityFaults(draft: ServiceItemDraft): CatalogueFault[] {
  return draft.eligibility.flatMap(({ when }, index) => {
    const path = ['eligibility', index, 'when'];
    const problem = conditionFault(when);
    if (problem !== undefined) return [fault(path, `the condition does not type-check: ${problem}`)];
    // The type checker takes both for open maps. A misspelt fact is an error at evaluation, and so nobody would be
    // eligible and nobody would know why.
    const words = when.replace(/"[^"]*"|'[^']*'/g, '');
    return [...words.matchAll(/\b(applicant|form)\.(\w+)/g)].flatMap(([text, subject, name = '']) =>
      Object.hasOwn(subject === 'form' ? draft.form.properties : APPLICANT_FACTS, name)
        ? []
        : [fault(path, `the condition asks for ${text}, which nobody knows`)],
    );
  });
}

function planFaults({ start, steps }: ServiceItemDraft): CatalogueFault[] {
  const keys = new Set(steps.map((step) => step.key));
  const reached = reachedFrom(start, steps);
  const ending = keysThatEnd(steps, keys);
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
          : [fault([...path, 'outcomes'], `from the step ${step.key} the plan never comes to an end`)]),
      ];
    }),
  ];
}

function stepFaults(draft: ServiceItemDraft, step: StepDraft, path: readonly (string | number)[]): CatalogueFault[] {
  return [
    ...roleFaults(step.role, [...path, 'role']),
    ...fieldFaults(draft, step.discloses, [...path, 'discloses']),
    ...sharingFaults(draft, step, path),
    ...outcomeFaults(draft, step, [...path, 'outcomes']),
    ...step.clocks.flatMap((key, index) => {
      const problem = stepClockProblem(draft, step, key);
      return problem === undefined ? [] : [fault([...path, 'clocks', index], problem)];
    }),
  ];
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
    'finish' in leadsTo
      ? []
      : leadsTo.next.flatMap((key, index) =>
          draft.steps.some((other) => other.key === key)
            ? []
            : [fault([...path, code, 'leadsTo', 'next', index], `no step ${key} to go on with`)],
        ),
  );
  return [...missing, ...astray];
}

function stepClockProblem({ clocks }: ServiceItemDraft, step: StepDraft, key: string): string | undefined {
  const rule = clocks[key];
  if (!rule) return `no clock ${key}`;
  if (rule.start === 'AWAITING_RATING') return `${key} is a clock of the case and never starts in a step`;
  const { consequence } = rule;
  if (consequence.kind !== 'OUTCOME' || Object.hasOwn(step.outcomes, consequence.outcome)) return undefined;
  return `${key} ends the step with ${consequence.outcome}, which is no outcome of ${step.key}`;
}

function caseClockFaults({ caseClocks, clocks }: ServiceItemDraft): CatalogueFault[] {
  return caseClocks.flatMap((key, index) => {
    const rule = clocks[key];
    if (!rule) return [fault(['caseClocks', index], `no clock ${key}`)];
    if (rule.start === 'AWAITING_RATING' && rule.consequence.kind !== 'OUTCOME') return [];
    return [fault(['caseClocks', index], `${key} is a clock of a step and never starts for the case`)];
  });
}

function roleFaults(role: string, path: readonly (string | number)[]): CatalogueFault[] {
  return (AGENCY_ROLES as readonly string[]).includes(role) ? [] : [fault(path, `no agency role ${role}`)];
}

/** The same list as DisclosedApplicant of the agencies' port. */
const APPLICANT_FIELDS = ['applicant.name', 'applicant.residentId', 'applicant.phone'];

function fieldFaults(
  { form }: ServiceItemDraft,
  fields: readonly string[],
  path: readonly (string | number)[],
): CatalogueFault[] {
  const known = new Set([...APPLICANT_FIELDS, ...Object.keys(form.properties).map((field) => `form.${field}`)]);
  return fields.flatMap((field, index) =>
    known.has(field) ? [] : [fault([...path, index], `${field} is neither on the form nor a field of the applicant`)],
  );
}

function reachedFrom(start: readonly string[], steps: readonly StepDraft[]): ReadonlySet<string> {
  const reached = new Set(start);
  for (const key of reached) {
    for (const next of steps.filter((step) => step.key === key).flatMap(nextsOf)) reached.add(next);
  }
  return reached;
}

/** Steps from which some outcome, at once or later, finishes the case. What leads out of the plan is a fault of its own. */
function keysThatEnd(steps: readonly StepDraft[], keys: ReadonlySet<string>): ReadonlySet<string> {
  const ending = new Set<string>();
  const ends = (step: StepDraft) =>
    Object.values(step.outcomes).some(({ leadsTo }) => 'finish' in leadsTo) ||
    nextsOf(step).some((key) => ending.has(key) || !keys.has(key));
  for (let found = -1; found < ending.size;) {
    found = ending.size;
    for (const step of steps) if (ends(step)) ending.add(step.key);
  }
  return ending;
}

function nextsOf(step: StepDraft): readonly string[] {
  return Object.values(step.outcomes).flatMap(({ leadsTo }) => ('next' in leadsTo ? leadsTo.next : []));
}

function fault(path: readonly (string | number)[], message: string): CatalogueFault {
  return { path, message };
}
