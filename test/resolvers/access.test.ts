import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import { ROOT_FIELD_POLICY } from '#domain/access/root-field-policy.ts';
import type { ViewerRole } from '#domain/access/viewer.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { sampleOperations } from './support/sample-operations.ts';
import { watch } from './support/watch.ts';

const OPERATIONS = sampleOperations(createSchema(readSdl()));
const WHO = Object.keys(PERSONAS) as PersonaName[];

const CELLS = OPERATIONS.flatMap((operation) =>
  WHO.map((persona) => {
    const role: ViewerRole = PERSONAS[persona].role;
    return { ...operation, persona, allowed: ROOT_FIELD_POLICY[operation.field]?.includes(role) ?? false };
  }),
);
const ALLOWED = CELLS.filter(({ allowed }) => allowed);
const REFUSED = CELLS.filter(({ allowed }) => !allowed);

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

/** The codes of the errors that came of it. */
async function codesOf({ kind, text, persona }: (typeof CELLS)[number]): Promise<readonly unknown[]> {
  if (kind !== 'subscription')
    return (await house.run(persona, text)).errors.map(({ extensions }) => extensions?.['code']);
  const answer = await watch(house.app, persona, text, {});
  if (!(Symbol.asyncIterator in answer)) return (answer.errors ?? []).map(({ extensions }) => extensions['code']);
  return answer.next().then(
    () => [],
    (error: { extensions: Record<string, unknown> }) => [error.extensions['code']],
  );
}

describe(`${OPERATIONS.length} root fields for ${WHO.length} personas, ${CELLS.length} cells`, () => {
  it('are all there', () => {
    expect(OPERATIONS.map(({ field }) => field).toSorted()).toEqual(Object.keys(ROOT_FIELD_POLICY).toSorted());
    expect(WHO.length).toBeGreaterThan(11);
    expect(ALLOWED.length + REFUSED.length).toBe(OPERATIONS.length * WHO.length);
    expect(Math.min(ALLOWED.length, REFUSED.length)).toBeGreaterThan(100);
  });

  it.each(OPERATIONS.map(({ field }) => field))('%s is open to whom the policy names', async (field) => {
    const cells = ALLOWED.filter((cell) => cell.field === field);

    expect(cells.length).toBeGreaterThan(0);
    for (const cell of cells) {
      const codes = await codesOf(cell);
      // What the samples name does not exist.
      const unexpected = codes.filter((code) => code !== 'NOT_FOUND');
      expect([cell.persona, ...unexpected]).toEqual([cell.persona]);
    }
  });

  it.each(OPERATIONS.map(({ field }) => field).filter((field) => REFUSED.some((cell) => cell.field === field)))(
    '%s is refused to everyone else before anything is fetched',
    async (field) => {
      for (const cell of REFUSED.filter((candidate) => candidate.field === field)) {
        house.takeQueryCount();
        const codes = await codesOf(cell);

        expect([cell.persona, ...codes]).toEqual([cell.persona, 'FORBIDDEN']);
        expect(house.takeQueryCount()).toBe(0);
      }
    },
  );

  it('a refused field beside an allowed one is refused alone, and nothing of it is fetched', async () => {
    const { data, errors } = await house.run('auditor', '{ viewer { role } cases { totalCount } }');

    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['cases'], extensions: { code: 'FORBIDDEN' } }]);
    expect(JSON.stringify(errors)).not.toContain('AUDITOR');
  });

  it('no alias or fragment gets past the refusal', async () => {
    house.takeQueryCount();
    const { errors } = await house.run(
      'operator',
      'query { viewer: people { totalCount } ...Hidden } fragment Hidden on Query { node: leads { totalCount } }',
    );

    expect(errors.map(({ extensions }) => extensions?.['code'])).toContain('FORBIDDEN');
    expect(house.takeQueryCount()).toBe(0);
  });
});
