import pg from 'pg';
import { v7 as uuidV7 } from 'uuid';
import type { App } from '#app/create-app.ts';
import type { CasePlan, FrozenFacts } from '#domain/cases/case.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { NOTHING_HELD } from '#domain/catalogue/facts.ts';
import { planCase } from '#domain/catalogue/plan-case.ts';
import type { ServiceItem, ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import { computeDeadline } from '#domain/referrals/deadline.ts';
import { addDays, endOfLocalDay, type LocalDate, localDateOf, startOfLocalDay } from '#domain/referrals/local-date.ts';

const BATCH = 2_000;
const DAYS = 365;

/**
 * Stores as many accepted cases as asked for, a year of them, with real plans, sealed forms and facts, and the clocks
 * of their first step. By arrays instead of through the client: a hundred thousand cases take a minute and not an hour.
 */
export async function storeCases(app: App, itemCode: string, count: number, now: Date): Promise<void> {
  const version = await app.dependencies.stores.catalogue.findInForce(itemCode);
  if (!version) throw new RangeError(`${itemCode} is not in force`);
  const people = await app.database.prisma.person.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  const divisions = await app.database.prisma.division.findMany({ select: { code: true }, orderBy: { code: 'asc' } });
  const places = await Promise.all(
    divisions
      .filter(({ code }) => code.length > 6 || !code.endsWith('00'))
      .map(async ({ code }) => ({ code, plan: await planFor(app, version.item, code, now) })),
  );
  const clocksOn = createClocks(version.item, await app.dependencies.stores.calendars.calendarOf('990100'));
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    for (let first = 0; first < count; first += BATCH) {
      const cases = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) =>
        makeCase(app, first + index, count, now, places, people),
      );
      await insertCases(client, version, cases);
      await insertClocks(client, cases, clocksOn);
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

interface Place {
  readonly code: string;
  readonly plan: CasePlan;
}

interface MadeCase {
  readonly id: string;
  readonly index: number;
  readonly place: Place;
  readonly workplace: string;
  readonly applicantId: string;
  readonly openedAt: Date;
  readonly form: Buffer;
  readonly facts: Buffer;
}

async function planFor(app: App, item: ServiceItem, division: string, now: Date): Promise<CasePlan> {
  const { stores } = app.dependencies;
  const place = await stores.divisions.withAncestors(division);
  const roles = [...new Set(item.steps.map(({ role }) => role))];
  const { plan } = planCase({
    item,
    facts: { ...factsOf(0, division, localDateOf(now)), form: formOf(0) },
    sources: [],
    divisions: { RESIDENCE: place, WORKPLACE: place, FILING: place },
    offices: await stores.agencies.offices(roles, place),
    consents: item.consents.map(({ line }) => line),
    shown: [],
    confirmed: { keys: [], by: 'bench' },
  });
  return plan;
}

/** Spread without chance, so that each run measures the same cases. */
function makeCase(
  app: App,
  index: number,
  count: number,
  now: Date,
  places: readonly Place[],
  people: readonly { id: string }[],
): MadeCase {
  const place = places[index % places.length];
  const person = people[index % people.length];
  if (!place || !person) throw new RangeError('the demonstration city is empty');
  const day = addDays(localDateOf(now), Math.floor((index * DAYS) / count) - DAYS);
  const openedAt = new Date(startOfLocalDay(day).getTime() + 10 * 3_600_000);
  const id = uuidV7({ msecs: openedAt.getTime() });
  const { crypto } = app.tools;
  const seal = (value: object, column: string) =>
    Buffer.from(crypto.seal(JSON.stringify(value), `case.${column}:${id}`));
  return {
    id,
    index,
    place,
    // Every third works elsewhere.
    workplace: places[(index + (index % 3 === 0 ? 1 : 0)) % places.length]?.code ?? place.code,
    applicantId: person.id,
    openedAt,
    form: seal(formOf(index), 'form'),
    facts: seal(factsOf(index, place.code, day), 'facts'),
  };
}

function formOf(index: number) {
  return {
    employerName: '桂江速达物流有限公司',
    employmentGroup: 'COURIER',
    hasWrittenContract: index % 2 === 0,
    arrearsAmount: `${1_000 + (index % 400) * 50}.00`,
    arrearsMonths: 1 + (index % 12),
    unpaidSince: '2025-11-01',
    facts: '站点数月未发工资，多次催要无果，附平台流水截图与考勤记录。',
  };
}

function factsOf(index: number, divisionCode: string, today: LocalDate): FrozenFacts {
  return {
    applicant: {
      age: 16 + (index % 60),
      sex: index % 3 === 0 ? 'FEMALE' : 'MALE',
      isMember: index % 2 === 0,
      divisionCode,
    },
    channel: 'WINDOW',
    today,
    held: NOTHING_HELD,
    assessment: {},
    assessed: [],
    sources: [],
  };
}

async function insertCases(client: pg.Client, version: ServiceItemVersion, cases: readonly MadeCase[]): Promise<void> {
  await client.query(
    `INSERT INTO "case" (id, acceptance_no, service_item_version_id, service_item_code, applicant_id, status, version, channel,
                         division_code, workplace_division, form_sealed, facts_sealed, confidential, plan, opened_by, opened_at)
     SELECT c.id, 'bench-' || c.number, $1, $2, c.applicant, 'IN_PROGRESS', 1, 'WINDOW', c.division, c.workplace, c.form, c.facts,
            false, c.plan, 'bench', c.at
       FROM unnest($3::uuid[], $4::int[], $5::uuid[], $6::text[], $7::bytea[], $8::bytea[], $9::jsonb[], $10::timestamptz[], $11::text[])
            AS c (id, number, applicant, division, form, facts, plan, at, workplace)`,
    [
      version.id,
      version.item.code,
      cases.map(({ id }) => id),
      cases.map(({ index }) => index),
      cases.map(({ applicantId }) => applicantId),
      cases.map(({ place }) => place.code),
      cases.map(({ form }) => form),
      cases.map(({ facts }) => facts),
      cases.map(({ place }) => JSON.stringify(place.plan)),
      cases.map(({ openedAt }) => openedAt.toISOString()),
      cases.map(({ workplace }) => workplace),
    ],
  );
}

interface MadeClock {
  readonly rule: ClockRule;
  readonly startedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly computation: string;
}

/** Days repeat, so the computations do. */
function createClocks(item: ServiceItem, calendar: WorkingCalendar): (day: LocalDate) => readonly MadeClock[] {
  const made = new Map<string, readonly MadeClock[]>();
  const rules = (item.steps[0]?.clocks ?? []).flatMap((key) => item.clocks[key] ?? []);
  return (day) => {
    const known = made.get(day);
    if (known) return known;
    const clocks = rules.map((rule): MadeClock => {
      const { dueAt: _instant, ...computation } = computeDeadline({ ...pick(rule), startedOn: day, calendar });
      return { rule, startedOn: day, dueOn: computation.dueOn, computation: JSON.stringify(computation) };
    });
    made.set(day, clocks);
    return clocks;
  };
}

function pick({ length, unit, rollOver }: ClockRule) {
  return { length, unit, rollOver };
}

/** Nine of ten clocks are met a day before they run out; the tenth expires. */
async function insertClocks(
  client: pg.Client,
  cases: readonly MadeCase[],
  clocksOn: (day: LocalDate) => readonly MadeClock[],
): Promise<void> {
  const rows = cases.flatMap((made) =>
    clocksOn(localDateOf(made.openedAt)).map((clock) => ({
      ...clock,
      made,
      met: made.index % 10 !== 0,
    })),
  );
  await client.query(
    `INSERT INTO deadline (id, case_id, rule, rule_frozen, status, started_on, due_on, due_at, provisional, computation, pauses, ended_at)
     SELECT gen_random_uuid(), d.case_id, d.rule, d.frozen, d.status, d.started_on, d.due_on, d.due_at, false, d.computation, '[]', d.ended_at
       FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::text[], $5::date[], $6::date[], $7::timestamptz[], $8::jsonb[], $9::timestamptz[])
            AS d (case_id, rule, frozen, status, started_on, due_on, due_at, computation, ended_at)`,
    [
      rows.map(({ made }) => made.id),
      rows.map(({ rule }) => rule.key),
      rows.map(({ rule }) => JSON.stringify(rule)),
      rows.map(({ met }) => (met ? 'MET' : 'EXPIRED')),
      rows.map(({ startedOn }) => startedOn),
      rows.map(({ dueOn }) => dueOn),
      rows.map(({ dueOn }) => endOfLocalDay(dueOn).toISOString()),
      rows.map(({ computation }) => computation),
      rows.map(({ dueOn, met }) => (met ? startOfLocalDay(dueOn) : endOfLocalDay(dueOn)).toISOString()),
    ],
  );
}
