import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import { birthDateOf, type ResidentId, sexOf } from '#domain/registry/resident-id.ts';
import { globalId } from '#resolvers/global-id.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { wageCase } from '../support/case-inputs.ts';
import { opened } from '../support/case-operations.ts';
import { fewestStatements } from '../support/fewest-statements.ts';

const LINK = `id status reason linkedBy linkedAt splitReason splitBy splitAt keep { id } merge { id }`;
const LINK_PEOPLE = `mutation ($input: LinkPeopleInput!) { linkPeople(input: $input) { replayed link { ${LINK} } userErrors { code path remedy } } }`;
const SPLIT_PEOPLE = `mutation ($input: SplitPeopleInput!) { splitPeople(input: $input) { replayed link { ${LINK} } userErrors { code path } } }`;
const SEEN = `query ($id: ID!, $first: Int, $after: String) { person(id: $id) {
  links { ${LINK} } cases(first: $first, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }`;
const SUGGESTED =
  'query ($id: ID!) { linkSuggestions(personId: $id) { score parts { kind agreement } person { id } } }';

interface Link {
  readonly id: string;
  readonly status: string;
}
interface Seen {
  readonly person: {
    readonly links: readonly Link[];
    readonly cases: {
      readonly totalCount: number;
      readonly nodes: readonly { readonly id: string }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}
interface Entry {
  readonly id: string;
  readonly name: string;
  readonly residentId: ResidentId;
}

const random = seededRandom(990_380);
let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});
afterAll(() => house.close());

/** As somebody is who was registered twice: one name and telephone, two numbers of one birth date. */
async function twoEntries(): Promise<readonly [Entry, Entry]> {
  const phone = makePhone(random);
  const first = makeResidentId(random);
  const born = birthDateOf(first);
  const second = makeResidentId(random, { bornFrom: born, bornTo: born });
  const register = async (residentId: ResidentId): Promise<Entry> => {
    const { stores, ids, clock } = house.app.dependencies;
    const name = '覃关联' as PersonName;
    const person = { id: ids.next(), name, residentId, phone, sex: sexOf(residentId), divisionCode: '990101' };
    await stores.people.insertOrFind(person, clock.now());
    return { id: globalId('Person', person.id), name, residentId };
  };
  return [await register(first), await register(second)];
}

const cardOf = ({ name, residentId }: Entry) => ({ name, residentId });

async function link(keep: Entry, merge: Entry): Promise<Link> {
  const { data, errors } = await house.run<{ linkPeople: { link: Link; userErrors: readonly object[] } }>(
    'supervisor',
    LINK_PEOPLE,
    { input: { idempotencyKey: randomUUID(), keepId: keep.id, mergeId: merge.id, reason: '本人到窗口说明' } },
  );
  expect([errors, data.linkPeople.userErrors]).toEqual([[], []]);
  return data.linkPeople.link;
}

async function split({ id }: Link): Promise<Link> {
  const { data } = await house.run<{ splitPeople: { link: Link } }>('supervisor', SPLIT_PEOPLE, {
    input: { idempotencyKey: randomUUID(), linkId: id, reason: '是两姐妹' },
  });
  return data.splitPeople.link;
}

async function seen({ id }: Entry, as: PersonaName = 'window', page: Record<string, unknown> = {}) {
  const { data, errors } = await house.run<Seen>(as, SEEN, { id, ...page });
  expect(errors).toEqual([]);
  return data.person;
}

const suggested = async ({ id }: Entry) => {
  const { data, errors } = await house.run<{ linkSuggestions: readonly { person: { id: string } }[] }>(
    'supervisor',
    SUGGESTED,
    { id },
  );
  expect(errors).toEqual([]);
  return data.linkSuggestions.map(({ person }) => person.id);
};

describe('two entries of one person', () => {
  it('are shown as linked from either side, to window and supervisor with the reason, to nobody else', async () => {
    const [one, other] = await twoEntries();

    const made = await link(one, other);

    expect(made).toMatchObject({
      status: 'LINKED',
      reason: '本人到窗口说明',
      linkedBy: 'persona:supervisor',
      keep: { id: one.id },
      merge: { id: other.id },
      splitAt: null,
    });
    for (const entry of [one, other]) {
      expect((await seen(entry)).links).toEqual([made]);
      expect((await seen(entry, 'supervisor')).links).toEqual([made]);
    }
    await opened(house, wageCase({ applicant: cardOf(one) }));
    expect((await seen(one, 'mediator')).links).toEqual([]);
  });

  it('show the cases of both from either side, newest first, page by page, each once', async () => {
    const [one, other] = await twoEntries();
    const cases = [
      await opened(house, wageCase({ applicant: cardOf(one) })),
      await opened(house, wageCase({ applicant: cardOf(other) })),
    ].map(({ id }) => id);
    expect((await seen(one)).cases.totalCount).toBe(1);

    const made = await link(one, other);

    for (const entry of [one, other]) {
      const all = (await seen(entry)).cases;
      expect(all).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
      expect(all.nodes.map(({ id }) => id)).toEqual(cases.toReversed());
      const first = (await seen(entry, 'window', { first: 1 })).cases;
      const rest = (await seen(entry, 'window', { first: 1, after: first.pageInfo.endCursor })).cases;
      expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
      expect([...first.nodes, ...rest.nodes]).toEqual(all.nodes);
    }
    await split(made);
    expect((await seen(other)).cases.nodes.map(({ id }) => id)).toEqual([cases[1]]);
  });

  it('cost as many statements as two people without links', async () => {
    const page = () =>
      house.run(
        'window',
        '{ people(first: 30) { nodes { links { id } cases(first: 5) { totalCount nodes { id } } } } }',
      );
    const before = await fewestStatements(house, page);
    const { data } = await house.run<{ people: { nodes: readonly { id: string; links: readonly Link[] }[] } }>(
      'window',
      '{ people(first: 30) { nodes { id links { id } } } }',
    );
    const [keep, ...merged] = data.people.nodes
      .filter(({ links }) => links.length === 0)
      .map(({ id }) => ({ id }) as Entry);
    if (!keep) throw new Error('nobody is registered');
    for (const merge of merged.slice(0, 20)) await link(keep, merge);

    expect(await fewestStatements(house, page)).toBe(before);
    expect((await seen(keep)).links).toHaveLength(20);
    expect((await seen(merged[3] ?? keep)).links).toHaveLength(20);
  });
});

describe('a suggestion to link', () => {
  it('names who looks the same, with what agrees', async () => {
    const [one, other] = await twoEntries();

    const { data } = await house.run<{ linkSuggestions: readonly object[] }>('supervisor', SUGGESTED, { id: one.id });

    expect(data.linkSuggestions[0]).toMatchObject({ score: 95, person: { id: other.id } });
  });

  it('is not made for what is linked, and after a split never again', async () => {
    const [one, other] = await twoEntries();
    const made = await link(one, other);
    expect([await suggested(one), await suggested(other)].flat()).not.toContain(other.id);

    expect(await split(made)).toMatchObject({
      status: 'SPLIT',
      splitReason: '是两姐妹',
      splitBy: 'persona:supervisor',
    });

    expect(await suggested(one)).not.toContain(other.id);
    expect(await suggested(other)).not.toContain(one.id);
    expect((await seen(one)).links).toMatchObject([{ status: 'SPLIT', reason: '本人到窗口说明' }]);
  });

  it('names nobody for somebody who is not there', async () => {
    expect(await suggested({ id: globalId('Person', randomUUID()) } as Entry)).toEqual([]);
    expect(await suggested({ id: 'x' } as Entry)).toEqual([]);
  });
});

describe('linking', () => {
  it('says what to do when it is refused', async () => {
    const [one, other] = await twoEntries();
    await link(one, other);

    const { data } = await house.run<{ linkPeople: object }>('supervisor', LINK_PEOPLE, {
      input: { idempotencyKey: randomUUID(), keepId: other.id, mergeId: one.id, reason: '同一人' },
    });

    expect(data.linkPeople).toMatchObject({
      link: null,
      userErrors: [{ code: 'PEOPLE_NOT_LINKABLE', path: ['mergeId'], remedy: expect.stringContaining('保留') }],
    });
  });

  it('and splitting are for the supervisor alone', async () => {
    const [keep, merge] = await twoEntries();
    const input = { idempotencyKey: randomUUID(), keepId: keep.id, mergeId: merge.id, reason: '同一人' };
    for (const persona of (Object.keys(PERSONAS) as PersonaName[]).filter((name) => name !== 'supervisor')) {
      const { errors } = await house.run(persona, LINK_PEOPLE, { input });
      expect(
        errors.map(({ extensions }) => extensions?.['code']),
        persona,
      ).toEqual(['FORBIDDEN']);
    }
    expect((await seen(keep)).links).toEqual([]);
  });
});
