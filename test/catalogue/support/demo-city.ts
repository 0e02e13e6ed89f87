import { join } from 'node:path';
import type { PlannedStep } from '#domain/cases/case.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { type Facts, type HeldFacts, type HeldSource, NOTHING_HELD } from '#domain/catalogue/facts.ts';
import { type PlanAnswer, planCase } from '#domain/catalogue/plan-case.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import { type ServiceItem, stepOf } from '#domain/catalogue/service-item.ts';
import { buildCalendar, layersFor } from '#domain/referrals/calendar.ts';
import { startClock } from '#domain/referrals/clock.ts';
import type { DeadlineComputation } from '#domain/referrals/deadline.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { parentOf, parseDivisionCode } from '#domain/registry/division-code.ts';
import { readCalendars } from '#store/catalogue/read-calendars.ts';
import { readCatalogue } from '#store/catalogue/read-catalogue.ts';
import { readDemoData } from '#store/seed/read-demo-data.ts';

const ROOT = join(import.meta.dirname, '../../..');

export const catalogue = await readCatalogue(join(ROOT, 'catalogue'));
export const city = readDemoData(join(ROOT, 'prisma/seed'));
const calendars = await readCalendars(join(ROOT, 'catalogue/calendars'));

export function itemNamed(code: string): ServiceItem {
  const item = catalogue.find((candidate) => candidate.code === code);
  if (!item) throw new Error(`no item ${code} in the catalogue`);
  return item;
}

/** The offices of the demo city as routing sees them; `load` gives open referrals by the office's name. */
export function officesWith(load: Readonly<Record<string, number>> = {}): readonly AgencyOffice[] {
  return city.offices.map((office) => ({ ...office, openReferrals: load[office.name.zh] ?? 0, agencyPaused: false }));
}

/** The offices of the city with one for the whole city in that role, instead of those that may be there. */
export function officesWithOnly(role: AgencyOffice['role'], name: string): readonly AgencyOffice[] {
  const others = officesWith().filter((office) => office.role !== role);
  const [model] = others;
  if (!model) throw new Error('the demo city has no office');
  return [
    ...others,
    { ...model, id: name, role, capacity: undefined, divisionCode: '990100', name: { zh: name, en: name } },
  ];
}

export interface Applicant {
  readonly age?: number;
  readonly isMember?: boolean;
  readonly livesIn?: string;
  readonly worksIn?: string;
  /** The day of the request. */
  readonly today?: string;
  readonly held?: Partial<HeldFacts>;
  /** Subjects whose answer is not fresh. */
  readonly sources?: readonly HeldSource[];
  readonly assessment?: Facts['assessment'];
  /** Consent lines given; all of them unless told otherwise. */
  readonly consents?: readonly string[];
  readonly shown?: readonly string[];
  /** Passports the window confirms. */
  readonly confirms?: readonly string[];
}

export function plan(
  item: ServiceItem,
  form: Facts['form'],
  { age = 40, isMember = true, livesIn = '990101', worksIn = livesIn, today = '2026-09-01', ...more }: Applicant = {},
  offices = officesWith(),
): PlanAnswer {
  return planCase({
    item,
    offices,
    divisions: { RESIDENCE: ladder(livesIn), WORKPLACE: ladder(worksIn), FILING: ladder(livesIn) },
    facts: {
      applicant: { age, sex: 'FEMALE', isMember, divisionCode: livesIn },
      form: { ...Object.fromEntries(Object.keys(item.form.properties).map((field) => [field, null])), ...form },
      channel: 'WINDOW',
      today: localDate(today),
      held: { ...NOTHING_HELD, ...more.held },
      assessment: more.assessment ?? {},
    },
    sources: more.sources ?? [],
    consents: more.consents ?? item.consents.map(({ line }) => line),
    shown: more.shown ?? [],
    confirmed: { keys: more.confirms ?? [], by: 'window' },
  });
}

/** Which office has which step, by name. */
export function whereTo(
  { plan: { steps } }: PlanAnswer,
  offices: readonly AgencyOffice[] = officesWith(),
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(steps.map((step) => [step.key, officeName(step, offices)]));
}

/** The rules that stand in the way, each with what the applicant is told. */
export function against({ plan: { eligibility } }: PlanAnswer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    eligibility.filter(({ holds, undecided }) => !holds && !undecided).map(({ rule, zh }) => [rule, zh]),
  );
}

/** Where each material stands, by its key. */
export function papers({ plan: { materials } }: PlanAnswer): Readonly<Record<string, string>> {
  return Object.fromEntries(materials.map(({ key, status }) => [key, status]));
}

/** What the office of a step sees before it has accepted, and after. */
export function shownTo(item: ServiceItem, key: string): Readonly<Record<'before' | 'after', readonly string[]>> {
  const { card, discloses, disclosure } = stepOf(item, key);
  return { before: disclosure === 'CARD_FIRST' ? card : discloses, after: discloses };
}

/** Every outcome of every step and where it leads: to steps, to the outcome of the case, or to the end of its branch. */
export function endsOf({ steps }: ServiceItem): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    steps.map(({ key, outcomes }) => [
      key,
      Object.fromEntries(
        Object.entries(outcomes).map(([code, { leadsTo }]) => {
          if ('next' in leadsTo) return [code, `then ${leadsTo.next.join(' and ')}`];
          return [code, 'finish' in leadsTo ? leadsTo.finish : 'branch ends'];
        }),
      ),
    ]),
  );
}

/** The day a clock arrives at that starts at that moment in the demo city, whose calendar is Guangxi's, or elsewhere. */
export function dueAfter(rule: ClockRule, start: string, divisionCode = '990101'): DeadlineComputation {
  const calendar = buildCalendar(layersFor(divisionCode, calendars));
  return startClock(rule, { caseId: 'case' }, { now: new Date(start), calendar, newId: () => 'clock' }).computation;
}

export function clockOf(item: ServiceItem, key: string): ClockRule {
  const rule = item.clocks[key];
  if (!rule) throw new Error(`${item.code} carries no clock ${key}`);
  return rule;
}

function officeName({ officeId }: PlannedStep, offices: readonly AgencyOffice[]): string | undefined {
  return offices.find(({ id }) => id === officeId)?.name.zh;
}

function ladder(code: string): readonly string[] {
  const parsed = parseDivisionCode(code);
  if (!parsed.ok) throw new Error(`no division ${code}`);
  const parent = parentOf(parsed.value);
  return parent ? [code, ...ladder(parent)] : [code];
}
