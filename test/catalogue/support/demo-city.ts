import { join } from 'node:path';
import type { PlannedStep } from '#domain/cases/case.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { Facts } from '#domain/catalogue/conditions.ts';
import { type PlanAnswer, planCase } from '#domain/catalogue/plan-case.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { buildCalendar, layersFor } from '#domain/referrals/calendar.ts';
import { startClock } from '#domain/referrals/clock.ts';
import type { DeadlineComputation } from '#domain/referrals/deadline.ts';
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

export interface Applicant {
  readonly age?: number;
  readonly isMember?: boolean;
  readonly livesIn?: string;
  readonly worksIn?: string;
}

export function plan(
  item: ServiceItem,
  form: Facts['form'],
  { age = 40, isMember = true, livesIn = '990101', worksIn = livesIn }: Applicant = {},
  offices = officesWith(),
): PlanAnswer {
  return planCase({
    item,
    offices,
    divisions: { RESIDENCE: ladder(livesIn), WORKPLACE: ladder(worksIn), FILING: ladder(livesIn) },
    facts: { applicant: { age, sex: 'FEMALE', isMember, divisionCode: livesIn }, form, channel: 'WINDOW' },
  });
}

/** Which office has which step, by name. */
export function whereTo({ plan: { steps } }: PlanAnswer): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(steps.map((step) => [step.key, officeName(step)]));
}

/** The day a clock arrives at that starts at that moment in the demo city. */
export function dueAfter(rule: ClockRule, start: string): DeadlineComputation {
  const calendar = buildCalendar(layersFor('990101', calendars));
  return startClock(rule, { caseId: 'case' }, { now: new Date(start), calendar, newId: () => 'clock' }).computation;
}

export function clockOf(item: ServiceItem, key: string): ClockRule {
  const rule = item.clocks[key];
  if (!rule) throw new Error(`${item.code} carries no clock ${key}`);
  return rule;
}

function officeName({ officeId }: PlannedStep): string | undefined {
  return city.offices.find(({ id }) => id === officeId)?.name.zh;
}

function ladder(code: string): readonly string[] {
  const parsed = parseDivisionCode(code);
  if (!parsed.ok) throw new Error(`no division ${code}`);
  const parent = parentOf(parsed.value);
  return parent ? [code, ...ladder(parent)] : [code];
}
