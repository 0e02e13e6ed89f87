import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { HUANG, hardshipCase, QIN, wageCase } from '../support/case-inputs.ts';
import { type CaseSeen, opened } from '../support/case-operations.ts';
import { changeCase, changeReferral } from '../support/change-operations.ts';
import { fewestStatements } from '../support/fewest-statements.ts';

const CASES = `query ($filter: CaseFilter, $first: Int, $after: String) {
  cases(filter: $filter, first: $first, after: $after) { totalCount nodes { id status serviceItem { code } } pageInfo { endCursor hasNextPage } }
}`;

interface Cases {
  readonly cases: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}

let house: TestApp;
/** In the order they were opened. */
let plain: CaseSeen;
let own: CaseSeen;
let hardship: CaseSeen;
let withdrawn: CaseSeen;
let settled: CaseSeen;
let returned: CaseSeen;

beforeAll(async () => {
  house = await buildTestApp();
  plain = await opened(house, wageCase());
  own = await opened(house, wageCase({ applicant: QIN }));
  hardship = await opened(house, hardshipCase({ applicant: HUANG }));
  withdrawn = await opened(house, wageCase());
  await changeCase(house, 'window', 'withdrawCase', { caseId: withdrawn.id, reason: '不办了' });
  settled = await opened(house, wageCase());
  await changeReferral(house, 'mediator', 'completeReferral', {
    referralId: settled.referrals[0]?.id,
    outcome: 'AGREED',
  });
  returned = await opened(house, wageCase());
  await changeReferral(house, 'mediator', 'returnReferral', {
    referralId: returned.referrals[0]?.id,
    reasonCode: 'OTHER',
  });
});

afterAll(() => house.close());

async function list(as: PersonaName, variables: Readonly<Record<string, unknown>> = {}): Promise<Cases['cases']> {
  const { data, errors } = await house.run<Cases>(as, CASES, variables);
  expect(errors).toEqual([]);
  return data.cases;
}

const ids = (cases: Cases['cases']) => cases.nodes.map(({ id }) => id);

describe('the list of cases', () => {
  it('has the newest first', async () => {
    const all = await list('window');

    expect(ids(all)).toEqual([returned, settled, withdrawn, hardship, own, plain].map(({ id }) => id));
    expect(all.totalCount).toBe(6);
  });

  it.each<[readonly string[], () => readonly CaseSeen[]]>([
    [['IN_PROGRESS'], () => [hardship, own, plain]],
    [['NEEDS_ATTENTION'], () => [returned]],
    [['WITHDRAWN', 'AWAITING_RATING'], () => [settled, withdrawn]],
    [['CLOSED'], () => []],
    [[], () => []],
  ])('shows only those that are %j', async (status, expected) => {
    const found = await list('window', { filter: { status } });

    expect(ids(found)).toEqual(expected().map(({ id }) => id));
    expect(found.totalCount).toBe(expected().length);
  });

  it('shows only those of an item, and both conditions together', async () => {
    expect(ids(await list('window', { filter: { serviceItemCode: ['hardship-aid'] } }))).toEqual([hardship.id]);
    expect(
      ids(await list('window', { filter: { serviceItemCode: ['courier-wage-arrears'], status: ['IN_PROGRESS'] } })),
    ).toEqual([own.id, plain.id]);
    expect(ids(await list('window', { filter: { serviceItemCode: ['no-such-item'] } }))).toEqual([]);
    expect(ids(await list('window', { filter: null }))).toHaveLength(6);
  });

  it('keeps its filter from page to page', async () => {
    const filter = { status: ['IN_PROGRESS'] };
    const first = await list('window', { filter, first: 2 });
    const second = await list('window', { filter, first: 2, after: first.pageInfo.endCursor });

    expect([...ids(first), ...ids(second)]).toEqual([hardship.id, own.id, plain.id]);
    expect(second).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false } });
  });

  it.each<[PersonaName, () => readonly CaseSeen[]]>([
    ['supervisor', () => [returned, settled, withdrawn, hardship, own, plain]],
    ['mediator', () => [returned, settled, withdrawn, own, plain]],
    ['worker', () => [own]],
    ['civil-affairs', () => [hardship]],
    ['court', () => []],
    ['hr', () => []],
    ['township', () => []],
    ['legal-aid', () => []],
  ])('is for the %s the cases that are theirs to see, and counts no others', async (persona, expected) => {
    const found = await list(persona);

    expect(ids(found)).toEqual(expected().map(({ id }) => id));
    expect(found.totalCount).toBe(expected().length);
  });
});

describe('a case by its acceptance number', () => {
  const BY_NUMBER = 'query ($no: String!) { caseByAcceptanceNo(acceptanceNo: $no) { id } }';

  it.each<[PersonaName, boolean]>([
    ['window', true],
    ['supervisor', true],
    ['mediator', true],
    ['worker', false],
    ['court', false],
    ['township', false],
  ])('is for the %s there: %s', async (persona, there) => {
    const { data, errors } = await house.run(persona, BY_NUMBER, { no: plain.acceptanceNo });

    expect(errors).toEqual([]);
    expect(data).toEqual({ caseByAcceptanceNo: there ? { id: plain.id } : null });
  });

  it.each(['', 'YM990101-2026-999999-0', "' OR 1=1 --", '受理'])('%j is none', async (no) => {
    expect((await house.run('window', BY_NUMBER, { no })).data).toEqual({ caseByAcceptanceNo: null });
  });
});

describe('a page of cases', () => {
  it('costs no statement more for each further case', async () => {
    const WHOLE = `query ($first: Int) { cases(first: $first) { nodes {
      form applicant { nameMasked memberships { status } } serviceItem { code } steps { office { agency { code } } }
      referrals { office { agency { code } } delivery { pending } possibleOutcomes { code } deadlines { dueOn } case { acceptanceNo } }
      timeline { summary { zh } referral { status } } deadlines { dueOn } consents { line }
    } } }`;
    const cost = (first: number) =>
      fewestStatements(house, async () => expect((await house.run('window', WHOLE, { first })).errors).toEqual([]));
    // The definitions of the items are read once in the life of the process.
    await house.run('window', WHOLE, { first: 6 });

    const [two, six] = [await cost(2), await cost(6)];

    // Which loads meet in one batch depends on which answer comes first, so that a count may differ by one; one
    // statement for each further case would make it four.
    expect(six - two).toBeLessThan(4);
    expect(two).toBeGreaterThan(5);
  });
});
