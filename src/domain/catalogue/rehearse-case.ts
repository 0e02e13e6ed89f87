import type { FrozenFacts } from '#domain/cases/case.ts';
import { asksForMore } from '#domain/catalogue/asks-for-more.ts';
import { clockFor } from '#domain/catalogue/clock-for.ts';
import { HELD_SUBJECTS, type HeldSource } from '#domain/catalogue/facts.ts';
import type { OfficeIndex } from '#domain/catalogue/office-index.ts';
import type { PastCase, PastDecision } from '#domain/catalogue/past-decision.ts';
import { planCase } from '#domain/catalogue/plan-case.ts';
import { destinationOf } from '#domain/catalogue/plan-graph.ts';
import type { RehearsalFinding } from '#domain/catalogue/rehearsal-sums.ts';
import { type DueUnder, rehearseClock } from '#domain/catalogue/rehearse-clocks.ts';
import { type Jurisdiction, type ServiceItem, type ServiceItemStep, stepOf } from '#domain/catalogue/service-item.ts';
import { isAgainst } from '#domain/catalogue/weigh.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';

/** The draft, and what a run knows besides the cases themselves. */
export interface RehearsalGround {
  readonly draft: ServiceItem;
  /** Every question of the draft's form, unanswered. */
  readonly blankForm: Readonly<Record<string, null>>;
  readonly offices: OfficeIndex;
  /** The place itself, then its parents. */
  readonly placeOf: (divisionCode: string) => readonly string[];
  readonly calendarOf: (divisionCode: string) => WorkingCalendar;
  /** The questions of the form under an earlier version. */
  readonly askedUnder: (versionId: string) => ReadonlySet<string>;
  readonly dueUnder: DueUnder;
  readonly now: Date;
}

/**
 * What the draft would have done otherwise to an accepted case, on the facts of that day. Offices are asked without
 * their load, which was another one then. Pure; reads nothing but its arguments.
 */
export function rehearseCase(ground: RehearsalGround, past: PastCase): readonly RehearsalFinding[] {
  const judged = judge(ground, past);
  if (!judged) return ['NOT_COMPARABLE'];
  if (judged.verdict === 'NOT_ELIGIBLE') return ['REMOVED'];
  const needed = ground.draft.steps.filter(({ key }) => !judged.omitted.has(key));
  const findings: RehearsalFinding[] = judged.verdict === 'UNDECIDED' ? ['UNDECIDED'] : [];
  if (needed.some((step) => isRerouted(ground, past, step))) findings.push('REROUTED');
  if (needed.some(({ key }) => !past.steps.some((step) => step.key === key))) findings.push('STEP_ADDED');
  if (past.steps.some(({ key }) => !needed.some((step) => step.key === key))) findings.push('STEP_OMITTED');
  if (needed.some((step) => !ground.offices.anyFor(step.role, placeFor(ground, past, step.jurisdiction))))
    findings.push('NO_OFFICE');
  for (const clock of past.clocks) {
    if (!Object.hasOwn(ground.draft.clocks, clock.rule) || clock.status === 'CANCELLED') continue;
    const rule = clockFor(ground.draft, clock.rule, past.divisionCode);
    const due = ground.dueUnder(rule, clock, ground.calendarOf(past.divisionCode));
    const finding = rehearseClock(rule, clock, due, ground.now);
    if (finding) findings.push(finding);
  }
  return findings;
}

/** Whether the draft would have accepted somebody who was refused. */
export function rehearseRefusedIntake(ground: RehearsalGround, past: PastDecision): readonly RehearsalFinding[] {
  const judged = judge(ground, past);
  if (!judged) return ['NOT_COMPARABLE'];
  if (judged.verdict === 'NOT_ELIGIBLE') return [];
  return judged.verdict === 'UNDECIDED' ? ['UNDECIDED'] : ['ADDED'];
}

interface Judgement {
  readonly verdict: 'ELIGIBLE' | 'NOT_ELIGIBLE' | 'UNDECIDED';
  /** Keys of the draft's steps that the case would not need. */
  readonly omitted: ReadonlySet<string>;
}

const NOT_ELIGIBLE: Judgement = { verdict: 'NOT_ELIGIBLE', omitted: new Set() };
const NOWHERE: Readonly<Record<Jurisdiction, readonly string[]>> = { RESIDENCE: [], WORKPLACE: [], FILING: [] };

function judge({ draft, blankForm, askedUnder }: RehearsalGround, past: Decision): Judgement | undefined {
  if (!past.known) return undefined;
  const { form, facts } = past.known;
  // The same call that accepts. Without offices it judges conditions alone; what it says of routing is not looked at.
  const { plan } = planCase({
    item: draft,
    facts: { ...facts, form: { ...blankForm, ...form } },
    sources: sourcesThen(facts),
    divisions: NOWHERE,
    offices: [],
    consents: agreedTo(draft, past),
    shown: [],
    confirmed: { keys: past.confirmedPassports, by: 'then' },
  });
  const asked = askedUnder(past.versionId);
  const wasKnown = (when: string): boolean => !asksForMore(when, asked, facts);
  let undecided = false;
  for (const [index, { when }] of draft.eligibility.entries()) {
    const reason = plan.eligibility[index];
    if (!reason || reason.holds) continue;
    if (isAgainst(reason) && wasKnown(when)) return NOT_ELIGIBLE;
    undecided = true;
  }
  const omitted = plan.omitted.map(({ key }) => key).filter((key) => wasKnown(stepOf(draft, key).applies?.when ?? ''));
  if (destinationOf(draft, omitted, { next: draft.start }).steps.length === 0) return NOT_ELIGIBLE;
  return { verdict: undecided ? 'UNDECIDED' : 'ELIGIBLE', omitted: new Set(omitted) };
}

/** An accepted case has steps, a refused intake none. */
type Decision = PastDecision & { readonly steps?: PastCase['steps'] };

/** A line that is not required counts as given where the step that rests on it was taken then. */
function agreedTo({ consents, steps }: ServiceItem, past: Decision): readonly string[] {
  const taken = (past.steps ?? steps).map(({ key }) => key);
  return consents
    .filter(
      ({ line, required }) => required || steps.some(({ key, consent }) => consent === line && taken.includes(key)),
    )
    .map(({ line }) => line);
}

/** What was not asked for then is not known now: no answer counts as none. */
function sourcesThen({ sources = [] }: FrozenFacts): readonly HeldSource[] {
  return HELD_SUBJECTS.map(
    (subject) => sources.find((source) => source.subject === subject) ?? { subject, status: 'UNAVAILABLE' },
  );
}

/** An office on a level above is one the draft sends it to as well: whoever is nearer may have been full. */
function isRerouted({ offices, placeOf }: RehearsalGround, past: PastCase, step: ServiceItemStep): boolean {
  const had = past.steps.find(({ key }) => key === step.key);
  return had !== undefined && !offices.mayHave(had.officeId, step.role, placeFor({ placeOf }, past, step.jurisdiction));
}

function placeFor(
  { placeOf }: Pick<RehearsalGround, 'placeOf'>,
  { divisionCode, workplaceDivision }: PastCase,
  jurisdiction: Jurisdiction,
): readonly string[] {
  return placeOf(jurisdiction === 'WORKPLACE' ? (workplaceDivision ?? divisionCode) : divisionCode);
}
