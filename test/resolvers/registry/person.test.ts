import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '#resolvers/global-id.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { hardshipCase, HUANG, QIN, WEI, wageCase } from '../support/case-inputs.ts';
import { opened } from '../support/case-operations.ts';
import { addressesOf, type CityAgencies, disposeOf, startCityAgencies } from '../support/city-agencies.ts';
import { countLookUps } from '../support/count-look-ups.ts';
import { fewestStatements } from '../support/fewest-statements.ts';
import { ONE_PERSON, PAGE_OF_PEOPLE } from '../support/person-operations.ts';

/** The worker of the demonstration, of whom every agency knows something. */
const QIN_ID = globalId('Person', '01990000-0000-7000-8000-000000000001');

const lookUps = countLookUps();
let agencies: CityAgencies;
let house: TestApp;

beforeAll(async () => {
  agencies = await startCityAgencies();
  house = await buildTestApp({ agencies: addressesOf(agencies), wrapConnectors: lookUps.wrap, agencyCallMs: 5_000 });
  for (const applicant of [QIN, WEI, HUANG]) await opened(house, wageCase({ applicant }));
  // The insurance office answers 503 to the first two requests that name one of them; those are used up here.
  for (let request = 0; request < 3; request += 1) await house.run('window', PAGE_OF_PEOPLE, { first: 40 });
});

afterAll(async () => {
  await house.close();
  await disposeOf(agencies);
});

interface Person360 {
  readonly id: string;
  readonly dockets: { readonly status: string; readonly dockets: readonly unknown[] };
  readonly insuranceEnrolments: { readonly status: string; readonly enrolments: readonly unknown[] };
  readonly socialAssistance: { readonly status: string; readonly records: readonly unknown[] };
  readonly cases: { readonly totalCount: number; readonly nodes: readonly unknown[] };
}

describe('a person, seen whole', () => {
  it('shows membership, hardship file, dockets, insurance, assistance and cases in one answer', async () => {
    const { data, errors } = await house.run<{ person: Person360 }>('window', ONE_PERSON, { id: QIN_ID });

    expect(errors).toEqual([]);
    expect(data.person).toMatchObject({
      nameMasked: '覃**',
      residentIdMasked: '990101********0018',
      memberships: [{ status: 'ACTIVE', employmentGroup: 'COURIER', organisation: { level: expect.any(String) } }],
      dockets: {
        status: 'FRESH',
        source: { code: 'court', name: { zh: '青榕区人民法院' } },
        dockets: [{ docketNumber: '（2019）桂9901民初21号' }],
      },
      insuranceEnrolments: { status: 'FRESH', source: { code: 'hr-bureau' } },
      socialAssistance: { status: 'FRESH', source: { code: 'civil-affairs' } },
      cases: { totalCount: 1, nodes: [{ status: 'IN_PROGRESS', serviceItem: { code: 'courier-wage-arrears' } }] },
    });
    expect(data.person.insuranceEnrolments.enrolments.length).toBeGreaterThan(1);
    expect(data.person.socialAssistance.records.length).toBeGreaterThan(0);
  });
});

describe('a page of people, seen whole', () => {
  async function page(
    first: number,
  ): Promise<{ people: readonly Person360[]; calls: ReturnType<typeof lookUps.take> }> {
    lookUps.take();
    const { data, errors } = await house.run<{ people: { nodes: readonly Person360[] } }>('window', PAGE_OF_PEOPLE, {
      first,
    });
    expect(errors).toEqual([]);
    return { people: data.people.nodes, calls: lookUps.take() };
  }

  it('costs one call to each agency, about everyone on it', async () => {
    const { people, calls } = await page(20);

    expect(people).toHaveLength(20);
    expect(calls).toEqual({ court: [20], 'hr-bureau': [20], 'civil-affairs': [20] });
    expect(people.map(({ dockets }) => dockets.status)).toContain('FRESH');
    expect(new Set(people.map(({ insuranceEnrolments }) => insuranceEnrolments.status))).toEqual(
      new Set(['FRESH', 'NOT_FOUND']),
    );
  });

  it('costs as many statements for twenty people as for five', async () => {
    const five = await fewestStatements(house, () => page(5));
    const twenty = await fewestStatements(house, () => page(20));

    expect(Math.abs(twenty - five)).toBeLessThanOrEqual(BATCHES_APART);
    expect(five).toBeGreaterThan(5);
    expect(five).toBeLessThan(40);
  });

  it('costs as many statements when everyone on it has cases', async () => {
    const before = await fewestStatements(house, () => page(20));
    const { nodes } = (
      await house.run<{ people: { nodes: readonly { id: string }[] } }>(
        'window',
        '{ people(first: 20) { nodes { id } } }',
      )
    ).data.people;
    for (const { id } of nodes) await giveACase(id);
    const after = await fewestStatements(house, () => page(20));

    expect((await page(20)).people.every(({ cases }) => cases.totalCount >= 1)).toBe(true);
    expect(Math.abs(after - before)).toBeLessThanOrEqual(BATCHES_APART);
  });

  /** In the name of someone of whom the window is shown a masked number only. */
  async function giveACase(id: string): Promise<void> {
    const personId = Buffer.from(id, 'base64url').toString().slice('psn:'.length);
    const person = await house.app.dependencies.stores.people.findMany([personId]);
    const { name, residentId } = person.get(personId) ?? { name: '', residentId: '' };
    if (name === '') throw new Error('nobody of that id');
    await house.run('window', 'mutation ($input: OpenCaseInput!) { openCase(input: $input) { replayed } }', {
      input: wageCase({ applicant: { name, residentId } }),
    });
  }
});

/** Two fields of one turn may fall into two batches; one statement per row would be twenty more. */
const BATCHES_APART = 1;

describe('the cases of a person', () => {
  const CASES = `query ($id: ID!, $first: Int, $after: String) {
    person(id: $id) { cases(first: $first, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }
  }`;
  interface CasesPage {
    readonly person: {
      readonly cases: {
        readonly totalCount: number;
        readonly nodes: readonly { id: string }[];
        readonly pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
  }

  it('come newest first, page by page, each once', async () => {
    const first = await opened(house, hardshipCase({ applicant: HUANG }));
    const { data: all } = await house.run<CasesPage>('window', CASES, { id: await idOf(HUANG.residentId) });
    const { data: one } = await house.run<CasesPage>('window', CASES, { id: await idOf(HUANG.residentId), first: 1 });
    const after = one.person.cases.pageInfo.endCursor;
    const { data: two } = await house.run<CasesPage>('window', CASES, {
      id: await idOf(HUANG.residentId),
      first: 1,
      after,
    });

    expect(all.person.cases).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
    expect(all.person.cases.nodes[0]?.id).toBe(first.id);
    expect(one.person.cases).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    expect(two.person.cases).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
    expect([...one.person.cases.nodes, ...two.person.cases.nodes]).toEqual(all.person.cases.nodes);
  });

  it('are for an agency only those that were sent to it', async () => {
    const id = await idOf(HUANG.residentId);
    const { data } = await house.run<CasesPage>('civil-affairs', CASES, { id });
    const { data: stranger } = await house.run<{ person: null }>('court', CASES, { id });

    expect(data.person.cases).toMatchObject({ totalCount: 1, nodes: [{ id: expect.any(String) }] });
    expect(stranger.person).toBeNull();
  });

  async function idOf(residentId: string): Promise<string> {
    const { data } = await house.run<{ found: { person: { id: string } } }>(
      'window',
      'query ($residentId: String!) { found: personByResidentId(residentId: $residentId) { person { id } } }',
      { residentId },
    );
    return data.found.person.id;
  }
});
