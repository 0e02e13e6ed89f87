import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PersonaName, PERSONAS } from '#app/personas.ts';
import type { HouseholdBatch, PushedHousehold } from '#domain/agencies/inbound-content.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import { birthDateOf } from '#domain/registry/resident-id.ts';
import { globalId } from '#resolvers/global-id.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { fakeAgency, messageOf } from '../../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../../usecases/support/stage.ts';
import { fewestStatements } from '../support/fewest-statements.ts';

const REVIEW = `id kind applicationNo rowNumber reason status divisionCode nameMasked residentIdMasked phoneMasked employer
  source { code } candidates { score parts { kind agreement points } person { id nameMasked } }
  person { id nameMasked } lead { id status matched person { id } } note decidedBy decidedAt receivedAt`;
const LIST = `query ($status: [MatchReviewStatus!], $first: Int, $after: String) {
  matchReviews(status: $status, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ${REVIEW} } } }`;
const decision = (name: string, more: string) => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { replayed userErrors { code path message } review { ${REVIEW} } ${more} } }`;

interface Review {
  readonly id: string;
  readonly applicationNo: string;
  readonly reason: string;
  readonly status: string;
  readonly candidates: readonly { readonly score: number; readonly person: { readonly id: string } | null }[];
}
interface Page {
  readonly matchReviews: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    readonly nodes: readonly Review[];
  };
}
interface Decided {
  readonly replayed: boolean;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
  readonly review: Review | null;
  readonly lead?: { readonly id: string } | null;
}

const random = seededRandom(990_370);
const KNOWN = {
  name: '覃核对' as PersonName,
  residentId: makeResidentId(random, { sex: 'FEMALE' }),
  phone: makePhone(random),
};

let stage: Stage;
let knownId: string;
let batches = 0;

beforeAll(async () => {
  stage = await openStage([fakeAgency({ code: 'civil-affairs', roles: ['CIVIL_AFFAIRS_CHECK'] })]);
  const { stores, ids, clock } = stage.app.dependencies;
  knownId = ids.next();
  await stores.people.insertOrFind({ id: knownId, ...KNOWN, sex: 'FEMALE', divisionCode: '990101' }, clock.now());
});
afterAll(() => stage.close());
beforeEach(async () => {
  const { prisma } = stage.app.database;
  await prisma.matchCandidate.deleteMany();
  await prisma.matchReview.deleteMany();
  await prisma.lead.deleteMany();
});

function household(
  worker: Partial<PushedHousehold['worker']> = {},
  changes: Partial<PushedHousehold> = {},
): PushedHousehold {
  return {
    applicationNo: `DB-${Math.floor(random() * 1e9)}`,
    category: 'DIBAO',
    status: 'APPLIED',
    divisionCode: '990101',
    householdSize: 3,
    ...changes,
    worker: { name: KNOWN.name, residentId: '', phone: KNOWN.phone, employer: '桂江第二纺织厂', ...worker },
  };
}

async function push(...households: readonly PushedHousehold[]): Promise<void> {
  batches += 1;
  const rows = households.map((each, index) => ({ ok: true, rowNumber: index + 1, household: each }) as const);
  const batch: HouseholdBatch = { kind: 'HOUSEHOLD_BATCH', batchNo: `B-${batches}`, declaredCount: rows.length, rows };
  await stage.app.system.receiveWebhook('civil-affairs', { headers: { id: `b-${batches}` }, body: messageOf(batch) });
  await stage.drain();
}

async function list(as: PersonaName = 'window', variables: Record<string, unknown> = {}) {
  const { data, errors } = await stage.run<Page>(as, LIST, variables);
  expect(errors).toEqual([]);
  return data.matchReviews;
}

async function waiting(): Promise<Review> {
  const { nodes } = await list('window', { status: ['OPEN'] });
  const [review] = nodes;
  if (!review || nodes.length > 1) throw new Error(`${nodes.length} reviews wait`);
  return review;
}

async function decide(
  name: 'confirmMatch' | 'registerAsNew' | 'dismissMatch',
  input: Record<string, unknown>,
  as: PersonaName = 'window',
): Promise<Decided> {
  const lead = name === 'dismissMatch' ? '' : 'lead { id status matched person { id } }';
  const { data, errors } = await stage.run<Record<string, Decided>>(as, decision(name, lead), {
    input: { idempotencyKey: randomUUID(), ...input },
  });
  expect(errors).toEqual([]);
  const answer = data[name];
  if (!answer) throw new Error('no answer');
  return answer;
}

const personId = (id: string) => globalId('Person', id);
const leads = () => stage.app.database.prisma.lead.findMany({ orderBy: { id: 'asc' } });

describe('a record that no exact number gives to a person', () => {
  it('waits before the window with who it could be and why, everything masked', async () => {
    await push(household({ residentId: `${KNOWN.residentId.slice(0, 6)}********${KNOWN.residentId.slice(-4)}` }));

    const review = await waiting();

    expect(review).toMatchObject({
      kind: 'HOUSEHOLD',
      rowNumber: 1,
      reason: 'NUMBER_MASKED',
      divisionCode: '990101',
      nameMasked: '覃**',
      residentIdMasked: `${KNOWN.residentId.slice(0, 6)}********${KNOWN.residentId.slice(-4)}`,
      phoneMasked: '199****' + KNOWN.phone.slice(-4),
      source: { code: 'civil-affairs' },
      person: null,
      lead: null,
      decidedAt: null,
    });
    expect(review.candidates[0]).toMatchObject({
      score: 65,
      person: { id: personId(knownId) },
      parts: [
        { kind: 'NAME', agreement: 'EQUAL', points: 40 },
        { kind: 'BIRTH_DATE', agreement: 'UNKNOWN', points: 0 },
        { kind: 'PHONE', agreement: 'EQUAL', points: 20 },
        { kind: 'DIVISION', agreement: 'EQUAL', points: 5 },
        { kind: 'EMPLOYER', agreement: 'UNKNOWN', points: 0 },
      ],
    });
    for (const clear of [KNOWN.name, KNOWN.phone, KNOWN.residentId])
      expect(JSON.stringify(review)).not.toContain(clear);
    expect(await leads()).toEqual([]);
  });

  it('lies sealed until then', async () => {
    await push(household());

    const row = await stage.app.database.prisma.matchReview.findFirstOrThrow();

    for (const clear of [KNOWN.name, KNOWN.phone, '第二纺织厂']) {
      expect(Buffer.from(row.recordSealed).includes(Buffer.from(clear))).toBe(false);
    }
  });

  it('is counted by its batch as waiting, neither accepted nor put aside', async () => {
    await push(household(), household({ residentId: makeResidentId(random), name: '韦新人', phone: undefined }));

    const { data } = await stage.run<{ feedImports: { nodes: readonly object[] } }>(
      'window',
      '{ feedImports(first: 1) { nodes { receivedCount acceptedCount inReviewCount quarantinedRows { id } } } }',
    );

    expect(data.feedImports.nodes).toEqual([
      { receivedCount: 2, acceptedCount: 1, inReviewCount: 1, quarantinedRows: [] },
    ]);
  });

  it('asks once however often the agency repeats it, and with its newest content', async () => {
    const one = household();
    await push(one);
    const { id } = await waiting();

    await push({ ...one, householdSize: 5 });
    await push({ ...one, householdSize: 6 });
    const { lead } = await decide('confirmMatch', { reviewId: id, personId: personId(knownId) });

    expect((await list()).totalCount).toBe(1);
    expect(lead).not.toBeNull();
    expect(await leads()).toMatchObject([{ householdSize: 6, personId: knownId }]);
  });

  it('is superseded when the agency sends the number after all', async () => {
    const one = household();
    await push(one);

    await push({ ...one, worker: { ...one.worker, residentId: KNOWN.residentId } });

    expect((await list()).nodes).toMatchObject([{ status: 'SUPERSEDED' }]);
    expect(await leads()).toMatchObject([{ personId: knownId, matched: true }]);
  });

  it('is one question at a time when the agency changes its words, and comes back when the agency does', async () => {
    const one = household();
    const masked = { ...one, worker: { ...one.worker, residentId: '990101********0018' } };
    const open = async () => (await list('window', { status: ['OPEN'] })).nodes.map(({ reason }) => reason);

    await push(one);
    await push(masked);
    expect(await open()).toEqual(['NUMBER_MASKED']);
    await push(one);

    expect(await open()).toEqual(['NUMBER_MISSING']);
    expect((await list()).totalCount).toBe(2);
  });
});

describe('confirming a match', () => {
  it('lets the record take its course for that person, changes nothing of theirs and is remembered', async () => {
    await push(household({ phone: '13999999999' }));
    const { id } = await waiting();
    const { prisma } = stage.app.database;
    const before = await prisma.person.findUniqueOrThrow({ where: { id: knownId } });

    const { review, lead, userErrors } = await decide('confirmMatch', { reviewId: id, personId: personId(knownId) });

    expect(userErrors).toEqual([]);
    expect(lead).toMatchObject({ status: 'OPEN', matched: true, person: { id: personId(knownId) } });
    expect(review).toMatchObject({
      status: 'CONFIRMED',
      person: { id: personId(knownId) },
      lead: { id: lead?.id },
      decidedBy: 'persona:window',
      decidedAt: stage.clock.now().toISOString(),
    });
    expect(await prisma.person.findUniqueOrThrow({ where: { id: knownId } })).toEqual(before);
  });

  it('answers the same words from then on, without asking again', async () => {
    const one = household();
    await push(one);
    const { id } = await waiting();
    await decide('confirmMatch', { reviewId: id, personId: personId(knownId) });

    await push({ ...one, status: 'GRANTED' });

    expect((await list('window', { status: ['OPEN'] })).totalCount).toBe(0);
    expect(await leads()).toMatchObject([{ sourceStatus: 'GRANTED', personId: knownId }]);
  });

  it('gives way to the number when the agency sends it, as long as nobody works on the lead', async () => {
    const [one, two] = [household(), household()];
    await push(one, two);
    const somebody = (await stage.app.database.prisma.person.findFirstOrThrow({ where: { NOT: { id: knownId } } })).id;
    for (const { id } of (await list()).nodes) {
      await decide('confirmMatch', { reviewId: id, personId: personId(somebody) });
    }
    const claimed = { agencyCode: 'civil-affairs', applicationNo: two.applicationNo };
    await stage.app.database.prisma.lead.updateMany({ where: claimed, data: { status: 'CLAIMED' } });

    const numbered = [one, two].map((each) => ({ ...each, worker: { ...each.worker, residentId: KNOWN.residentId } }));
    await push(...numbered);

    const owners = new Map((await leads()).map((lead) => [lead.applicationNo, lead.personId]));
    expect([owners.get(one.applicationNo), owners.get(two.applicationNo)]).toEqual([knownId, somebody]);
  });

  it('is done once for one key, and once for one review', async () => {
    await push(household());
    const { id } = await waiting();
    const input = { idempotencyKey: randomUUID(), reviewId: id, personId: personId(knownId) };

    const answers = await Promise.all([1, 2, 3].map(() => decide('confirmMatch', input)));
    const replay = await decide('confirmMatch', input);
    const other = await decide('dismissMatch', { reviewId: id, reason: '查无此人' });

    expect(answers.filter(({ userErrors, replayed }) => userErrors.length === 0 && !replayed)).toHaveLength(1);
    expect(replay).toMatchObject({ replayed: true, review: { status: 'CONFIRMED' } });
    expect(other.userErrors).toMatchObject([{ code: 'TRANSITION_REFUSED', path: ['reviewId'] }]);
    expect(await leads()).toHaveLength(1);
  });

  it('by two windows at once for two people goes to one of them', async () => {
    await push(household());
    const { id } = await waiting();
    const somebody = (await stage.app.database.prisma.person.findFirstOrThrow({ where: { NOT: { id: knownId } } })).id;

    const answers = await Promise.all(
      [knownId, somebody].map((who) => decide('confirmMatch', { reviewId: id, personId: personId(who) })),
    );

    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['TRANSITION_REFUSED']);
    expect(await leads()).toHaveLength(1);
  });

  it.each([
    ['a review that is not there', () => ({ reviewId: globalId('MatchReview', randomUUID()) }), 'reviewId'],
    ['a person who is not there', () => ({ personId: personId(randomUUID()) }), 'personId'],
    ['nonsense', () => ({ reviewId: 'x' }), 'reviewId'],
  ])('is refused for %s', async (_what, differs, path) => {
    await push(household());
    const { id } = await waiting();

    const { userErrors } = await decide('confirmMatch', { reviewId: id, personId: personId(knownId), ...differs() });

    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: [path] }]);
    expect((await waiting()).status).toBe('OPEN');
  });
});

describe('registering as new', () => {
  it('enters whom the record names by their own number, beside whoever looks the same', async () => {
    const born = birthDateOf(KNOWN.residentId);
    const twin = makeResidentId(random, { bornFrom: born, bornTo: born });
    await push(household({ residentId: twin }));
    const review = await waiting();
    expect(review).toMatchObject({ reason: 'NUMBER_DIFFERS', candidates: [{ score: 95 }] });

    const { lead, review: after } = await decide('registerAsNew', { reviewId: review.id });

    expect(after).toMatchObject({ status: 'REGISTERED' });
    expect(lead).toMatchObject({ matched: false });
    const registered = (await leads())[0]?.personId ?? '';
    expect(registered).not.toBe(knownId);
    const people = await stage.app.dependencies.stores.people.findMany([registered]);
    expect(people.get(registered)).toMatchObject({ residentId: twin, name: KNOWN.name, divisionCode: '990101' });
    expect(await suggestions(registered)).toEqual([]);
    expect(await suggestions(knownId)).toEqual([]);
  });

  it('takes from the card what the record lacks', async () => {
    const residentId = makeResidentId(random);
    await push(household({ name: '覃**', residentId: '990101********0018' }));
    const { id } = await waiting();

    const lacking = await decide('registerAsNew', { reviewId: id });
    const { review } = await decide('registerAsNew', { reviewId: id, residentId, name: '覃新人' });

    expect(lacking.userErrors.map(({ code }) => code)).toEqual(['RESIDENT_ID_INVALID', 'NAME_INVALID']);
    expect(review).toMatchObject({ status: 'REGISTERED', person: { nameMasked: '覃**' } });
  });

  it('is refused with a number that is in the register already', async () => {
    await push(household({ name: '韦他人', residentId: KNOWN.residentId }));
    const review = await waiting();
    expect(review.reason).toBe('NAME_DIFFERS');

    const { userErrors } = await decide('registerAsNew', { reviewId: review.id });

    expect(userErrors).toMatchObject([{ code: 'PERSON_ALREADY_REGISTERED', path: ['residentId'] }]);
    expect(JSON.stringify(userErrors)).not.toContain(KNOWN.residentId);
  });
});

describe('dismissing', () => {
  it('is remembered with its reason, and the same words go aside from then on', async () => {
    const one = household();
    await push(one);
    const { id } = await waiting();

    const { review } = await decide('dismissMatch', { reviewId: id, reason: '电话无人接听，查无此人' });
    await push(one);

    expect(review).toMatchObject({ status: 'DISMISSED', note: '电话无人接听，查无此人', person: null, lead: null });
    expect((await list()).nodes.map(({ status }) => status)).toEqual(['DISMISSED']);
    expect(await leads()).toEqual([]);
    expect(await stage.app.database.prisma.quarantinedRow.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
      field: 'worker',
      reason: 'MATCH_DISMISSED',
    });
  });

  it('takes a reason', async () => {
    await push(household());
    const { id } = await waiting();

    const { userErrors } = await decide('dismissMatch', { reviewId: id, reason: '' });

    expect(userErrors).toMatchObject([{ code: 'NOTE_REQUIRED', path: ['reason'] }]);
  });
});

describe('the list of match reviews', () => {
  it('is for window and supervisor of the area alone, and only the window decides', async () => {
    await push(household(), household({}, { divisionCode: '990000' }));
    const inArea = (await list('window')).nodes;
    const [review] = inArea;

    expect(inArea).toHaveLength(1);
    expect(await stage.app.database.prisma.matchReview.count()).toBe(2);
    expect((await list('supervisor')).nodes).toEqual(inArea);
    for (const persona of (Object.keys(PERSONAS) as PersonaName[]).filter(
      (name) => !['window', 'supervisor'].includes(name),
    )) {
      const { errors } = await stage.run(persona, LIST);
      expect(
        errors.map(({ extensions }) => extensions?.['code']),
        persona,
      ).toEqual(['FORBIDDEN']);
      const { data } = await stage.run<{ node: null }>(persona, 'query ($id: ID!) { node(id: $id) { id } }', {
        id: review?.id,
      });
      expect(data?.node ?? null, persona).toBeNull();
    }
    const { errors } = await stage.run('supervisor', decision('confirmMatch', ''), {
      input: { idempotencyKey: randomUUID(), reviewId: review?.id, personId: personId(knownId) },
    });
    expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN']);
  });

  it('is paged, and costs as many statements for ten as for two', async () => {
    await push(...Array.from({ length: 12 }, () => household()));

    const first = await list('window', { first: 5 });
    const rest = await list('window', { first: 10, after: first.pageInfo.endCursor });
    const two = await fewestStatements(stage, () => list('window', { first: 2 }));
    const ten = await fewestStatements(stage, () => list('window', { first: 10 }));

    expect([first.totalCount, first.nodes.length, rest.nodes.length]).toEqual([12, 5, 7]);
    expect(ten).toBe(two);
  });
});

async function suggestions(id: string): Promise<readonly object[]> {
  const { data, errors } = await stage.run<{ linkSuggestions: readonly object[] }>(
    'supervisor',
    'query ($id: ID!) { linkSuggestions(personId: $id) { score person { id } } }',
    { id: personId(id) },
  );
  expect(errors).toEqual([]);
  return data.linkSuggestions;
}
