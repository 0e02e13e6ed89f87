import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSdl } from '#app/create-schema.ts';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import { ROOT_FIELD_POLICY } from '#domain/access/root-field-policy.ts';
import { seededRandom } from '../support/factories/identifiers.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';
import { openHardshipCase } from './support/open-hardship-case.ts';
import { createOperationMaker } from './support/random-operation.ts';

const OPERATIONS = 1_000;
const AT_ONCE = 10;
const WHO: readonly PersonaName[] = [
  'window',
  'window',
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
const schema = buildSchema(readSdl());

/** Or most operations would be turned away at the gate, and little behind it tried. */
function whoMayUse(roots: readonly string[]): readonly PersonaName[] {
  const may = WHO.filter((who) => roots.every((root) => ROOT_FIELD_POLICY[root]?.includes(PERSONAS[who].role)));
  return may.length > 0 ? may : WHO;
}

function oneOf(names: readonly PersonaName[], random: number): PersonaName {
  return names[Math.floor(random * names.length)] ?? 'window';
}

let house: ServedTestApp;
let ids: readonly string[];

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
  ids = [
    opened.id,
    ...opened.referrals.map(({ id }) => id),
    ...data.serviceItems.map(({ id }) => id),
    ...offices.slice(0, 6),
    ...people,
  ];
});

afterAll(() => house.close());

describe('operations nobody wrote', () => {
  it.each([1, 20261121, 990101])(
    'seed %i: none of 1,000 is a fault of ours',
    async (seed) => {
      const random = seededRandom(seed);
      const make = createOperationMaker(schema, random, ids);
      const faults: string[] = [];
      const tried = new Set<string>();
      let answered = 0;

      async function ask(): Promise<void> {
        const operation = make(random() < 0.6 ? 'query' : 'mutation');
        const who = oneOf(random() < 0.5 ? whoMayUse(operation.roots) : WHO, random());
        const response = await house.post(who, { query: operation.query, variables: operation.variables });
        const text = await response.text();
        for (const root of operation.roots) tried.add(root);
        if (!text.includes('"errors"')) answered += 1;
        if (response.status < 500 && !text.includes('"INTERNAL"')) return;
        const path = /"path":(\[[^\]]*\])/.exec(text)?.[1] ?? '';
        faults.push(
          `${response.status} ${who} ${path} ${operation.query} ${JSON.stringify(operation.variables).slice(0, 2_000)}`,
        );
      }

      for (let done = 0; done < OPERATIONS; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, ask));

      expect(faults).toEqual([]);
      // Or it would have tried little: most operations get past validation, and every root field has its turn.
      expect(answered).toBeGreaterThan(OPERATIONS / 5);
      const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
        Object.keys(root?.getFields() ?? {}),
      );
      expect(roots.filter((root) => !tried.has(root))).toEqual([]);
    },
    60_000,
  );
});
