import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSdl } from '#app/create-schema.ts';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import { PURPOSES } from '#domain/access/purposes.ts';
import { ROOT_FIELD_POLICY } from '#domain/access/root-field-policy.ts';
import { QIN } from '../resolvers/support/case-inputs.ts';
import { seededRandom } from '../support/factories/identifiers.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';
import { CITY } from '../usecases/support/city-scope.ts';
import { openHardshipCase } from './support/open-hardship-case.ts';
import { createOperationMaker } from './support/random-operation.ts';

/** For each persona and seed; `FUZZ_OPERATIONS=2000` is the long run. */
const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 150);
const SEEDS = [1, 20261121];
const AT_ONCE = 10;
const WHO: readonly PersonaName[] = [
  'window',
  'mediator',
  'supervisor',
  'worker',
  'township',
  'court',
  'civil-affairs',
  'operator',
  'auditor',
  'anonymous-partner',
];
const STATED = [undefined, ...Object.keys(PURPOSES)];
const schema = buildSchema(readSdl());

let house: ServedTestApp;
let ids: readonly string[];
/** Whole names, numbers and telephones of people of the city, but for her whom the random texts name. */
let whole: readonly string[];

beforeAll(async () => {
  house = await serveTestApp({
    agencies: { COURT_URL: 'http://127.0.0.1:9', CIVIL_AFFAIRS_URL: 'http://127.0.0.1:9' },
    agencyCallMs: 200,
  });
  const opened = await openHardshipCase(house);
  const { data } = await house.run<{
    agencies: { id: string; offices: { id: string }[] }[];
    serviceItems: { id: string }[];
    people: { nodes: { id: string; memberships: { id: string; organisation: { id: string } }[] }[] };
  }>(
    'window',
    '{ agencies { id offices { id } } serviceItems { id } people(first: 5) { nodes { id memberships { id organisation { id } } } } }',
  );
  const offices = data.agencies.flatMap((agency) => [agency.id, ...agency.offices.map(({ id }) => id)]);
  const people = data.people.nodes.flatMap((person) => [
    person.id,
    ...person.memberships.flatMap(({ id, organisation }) => [id, organisation.id]),
  ]);
  const registered = await house.app.dependencies.stores.people.list(CITY, { first: 100 });
  whole = registered.items
    .filter(({ name }) => name !== QIN.name)
    .flatMap(({ name, residentId, phone }) => [name, residentId, phone ?? residentId])
    // A persona says its own name, and one of them has a namesake in the city.
    .filter((value) => !Object.values(PERSONAS).some(({ name }) => name.includes(value)));
  ids = [
    opened.id,
    ...opened.referrals.map(({ id }) => id),
    ...data.serviceItems.map(({ id }) => id),
    ...offices.slice(0, 6),
    ...people,
  ];
});

afterAll(() => house.close());

const tried = new Set<string>();
let asked = 0;
let answered = 0;

describe(`operations nobody wrote, ${OPERATIONS} for each of ${WHO.length} personas and ${SEEDS.length} seeds`, () => {
  it.each(WHO.flatMap((who) => SEEDS.map((seed) => [who, seed] as const)))(
    'as %s, seed %i: none is a fault of ours, and none shows a person whole to whom they may not be shown',
    async (who, seed) => {
      const random = seededRandom(seed + WHO.indexOf(who));
      const make = createOperationMaker(schema, random, ids);
      const may = (roots: readonly string[]) =>
        roots.every((root) => ROOT_FIELD_POLICY[root]?.includes(PERSONAS[who].role));
      const faults: string[] = [];

      async function ask(): Promise<void> {
        let operation = make(random() < 0.6 ? 'query' : 'mutation');
        // Or most would be turned away at the gate, and little behind it tried.
        for (let again = 0; again < 8 && !may(operation.roots); again += 1)
          operation = make(random() < 0.6 ? 'query' : 'mutation');
        const purpose = STATED[Math.floor(random() * STATED.length)];
        const response = await house.post(
          who,
          { query: operation.query, variables: operation.variables },
          purpose ? { 'onedoor-purpose': purpose } : {},
        );
        const text = await response.text();
        for (const root of operation.roots) tried.add(root);
        asked += 1;
        if (!text.includes('"errors"')) answered += 1;
        const mayUnmask = purpose !== undefined && (who === 'window' || who === 'supervisor');
        const leaks = !mayUnmask && whole.some((value) => text.includes(value));
        if (response.status < 500 && !text.includes('"INTERNAL"') && !leaks) return;
        const path = /"path":(\[[^\]]*\])/.exec(text)?.[1] ?? '';
        faults.push(
          `${response.status} ${leaks ? 'LEAK' : ''} ${purpose} ${path} ${operation.query} ${JSON.stringify(operation.variables).slice(0, 2_000)}`,
        );
      }

      for (let done = 0; done < OPERATIONS; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, ask));

      expect(faults).toEqual([]);
    },
    600_000,
  );

  it('get past validation for the most part, and give every root field its turn', () => {
    const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
      Object.keys(root?.getFields() ?? {}),
    );

    expect(whole.length).toBeGreaterThan(20);
    expect(answered).toBeGreaterThan(asked / 5);
    expect(roots.filter((root) => !tried.has(root))).toEqual([]);
  });
});
