import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { createContext } from '#app/create-context.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { personaToken, type PersonaName } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { ONE_PERSON, PAGE_OF_PEOPLE } from '../../resolvers/support/person-operations.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { seededRandom } from '../../support/factories/identifiers.ts';
import { createOperationMaker } from '../support/random-operation.ts';
import { createComparison } from './support/compare.ts';

const schema = createSchema(readSdl());
const WHO: readonly PersonaName[] = ['window', 'supervisor', 'mediator', 'worker', 'court', 'operator', 'auditor'];

let house: TestApp;
let viewers: readonly Viewer[];

beforeAll(async () => {
  // Agencies that do not answer: each source says so, which is an answer that does not change between two runs.
  house = await buildTestApp({ agencies: { COURT_URL: 'http://127.0.0.1:9' }, agencyCallMs: 200 });
  const authenticate = createAuthenticate(demoSecrets());
  const found = await Promise.all(
    WHO.map(async (who) => authenticate({ authorization: `Bearer ${await personaToken(who)}` })),
  );
  viewers = found.flatMap(({ viewer }) => viewer ?? []);
});

afterAll(() => house.close());

function compareAs(viewer: Viewer) {
  return createComparison(schema, () => createContext(house.app, { viewer, language: 'zh', requestId: 'test' }));
}

describe('our own schema', () => {
  it('answers its large pages alike', async () => {
    const compare = compareAs(viewers[0]!);
    const page = await compare(PAGE_OF_PEOPLE, { first: 20 });

    expect(page.compiled).toEqual(page.standard);
    expect(page.reason).toBeUndefined();
    const person = await compare(ONE_PERSON, { id: 'bm90IG91cnM' });
    expect(person.compiled).toEqual(person.standard);
  });

  it.each([1, 2, 3])(
    'seed %i: answers 100 queries nobody wrote alike, for every kind of viewer',
    async (seed) => {
      const people = await house.run<{ people: { nodes: { id: string; memberships: { id: string }[] }[] } }>(
        'window',
        '{ people(first: 5) { nodes { id memberships { id } } } }',
      );
      const ids = people.data.people.nodes.flatMap(({ id, memberships }) => [id, ...memberships.map((one) => one.id)]);
      const random = seededRandom(seed);
      const make = createOperationMaker(schema, random, ids);
      const comparisons = viewers.map(compareAs);
      let compiled = 0;
      for (let tried = 0; tried < 100;) {
        const { query, variables } = make('query');
        if (validate(schema, parse(query)).length > 0) continue;
        const outcome = await comparisons[tried % comparisons.length]!(query, variables);

        expect(outcome.compiled, query).toEqual(outcome.standard);
        if (outcome.reason === undefined) compiled += 1;
        tried += 1;
      }
      expect(compiled).toBeGreaterThan(75);
    },
    60_000,
  );
});
