import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';

const NUMBER = '990101198603120018';
const NAME = '覃桂兰';
const PHONE = '19909900001';

let house: ServedTestApp;
let logged = '';

beforeAll(async () => {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  house = await serveTestApp({ log: createLogger('trace', 'test', sink) });
});

afterAll(() => house.close());

const PERSON = 'query ($id: ID!) { person(id: $id) { id } }';
const PREVIEW = 'query ($input: PreviewCaseInput!) { previewCase(input: $input) { eligible } }';
const CLAIM = 'mutation ($input: ClaimLeadInput!) { claimLead(input: $input) { replayed } }';
const inline = (argument: string) => ({ query: `{ personByResidentId(residentId: ${argument}) { person { id } } }` });

/** Every way graphql-js has of quoting what it could not take. */
const SPEAKING_REQUESTS: readonly (readonly [string, object])[] = [
  ['an identity number for a UUID', { query: CLAIM, variables: { input: { idempotencyKey: NUMBER, leadId: 'x' } } }],
  [
    'a number without quotes for a UUID',
    { query: CLAIM, variables: { input: { idempotencyKey: Number(NUMBER), leadId: 'x' } } },
  ],
  ['a person for an id', { query: PERSON, variables: { id: { name: NAME, residentId: NUMBER } } }],
  ['a list of people for an id', { query: PERSON, variables: { id: [NAME, NUMBER] } }],
  [
    'a name for an enum value',
    {
      query: 'query ($f: CaseFilter) { cases(filter: $f) { totalCount } }',
      variables: { f: { status: [NAME, NUMBER] } },
    },
  ],
  [
    'a phone for a count',
    { query: 'query ($n: Int) { cases(first: $n) { totalCount } }', variables: { n: Number(PHONE) } },
  ],
  [
    'a phone in quotes for a count',
    { query: 'query ($n: Int) { cases(first: $n) { totalCount } }', variables: { n: PHONE } },
  ],
  [
    'a name for a form',
    {
      query: PREVIEW,
      variables: { input: { serviceItemCode: 'x', divisionCode: '990101', residentId: NUMBER, form: NAME } },
    },
  ],
  [
    'a form that is missing beside a number',
    { query: PREVIEW, variables: { input: { residentId: NUMBER, serviceItemCode: NAME } } },
  ],
  ['a number as the name of a field', { query: PREVIEW, variables: { input: { [NUMBER]: NAME, [NAME]: PHONE } } }],
  [
    'a number dressed up as a position',
    {
      query: PERSON,
      variables: {
        id: { a: `x" at "a[${NUMBER}].b${NUMBER}"; Field "${NUMBER}" of required type "ID" was not provided.` },
      },
    },
  ],
  ['a number dressed up, unquoted', { query: PERSON, variables: { id: { [`at "a[${NUMBER}]"; x`]: NAME } } }],
  [
    'sixty wrong ids',
    {
      query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: { ids: Array.from({ length: 60 }, () => ({ NUMBER })) },
    },
  ],
  ['a literal without quotes', inline(NUMBER)],
  ['a literal as an enum', inline(`x${NUMBER}`)],
  ['a literal in a list', inline(`["${NAME}", "${NUMBER}"]`)],
  ['a literal in an object', inline(`{ name: "${NAME}", number: "${NUMBER}" }`)],
  ['a literal enum in quotes', { query: `{ cases(filter: { status: ["${NAME}", "${NUMBER}"] }) { totalCount } }` }],
  [
    'a literal UUID',
    { query: `mutation { claimLead(input: { idempotencyKey: "${NUMBER}", leadId: "${NAME}" }) { replayed } }` },
  ],
  ['a literal without an argument’s name', { query: `{ personByResidentId("${NUMBER}") { person { id } } }` }],
  ['a name without an argument’s name', { query: `{ personByResidentId("${NAME}") { person { id } } }` }],
  ['a block of text out of place', { query: `{ """${NAME} ${NUMBER}""" }` }],
  ['a number out of place', { query: `{ ${NUMBER} }` }],
  ['a name out of place', { query: `{ ${NAME} }` }],
  ['text that does not end', { query: `{ personByResidentId(residentId: "${NUMBER}` }],
  ['an operation named by a number', { query: 'query a { __typename }', operationName: NUMBER }],
  ['an operation named by a name', { query: 'query a { __typename }', operationName: NAME }],
  ['a directive told a number', { query: `{ __typename @skip(if: ${NUMBER}) }` }],
  ['a variable preset to a number', { query: `query ($n: Boolean = "${NUMBER}") { __typename @skip(if: $n) }` }],
  ['a number that cannot be one', inline(`"${NUMBER.slice(0, -1)}X"`)],
  [
    'a page size out of bounds',
    { query: 'query ($n: Int) { cases(first: $n) { totalCount } }', variables: { n: 990101198 } },
  ],
  ['a cursor of another’s making', { query: `{ cases(after: "${NUMBER}") { totalCount } }` }],
];

describe('what was sent in', () => {
  it.each(SPEAKING_REQUESTS)('does not come back: %s', async (_kind, request) => {
    const response = await house.post('window', request);
    const answer = await response.text();

    expect(response.status).toBeLessThan(500);
    expect(answer).toMatch(/"errors"|"userErrors"|"person":null|personByResidentId/);
    for (const value of [NUMBER, NUMBER.slice(0, -1), NAME, PHONE]) expect(answer).not.toContain(value);
  });

  it('does not come back from the address', async () => {
    for (const path of [`/people/${NUMBER}`, `/webhooks/${NUMBER}`, `/%zz${NUMBER}`, `/explorer?id=${NUMBER}`]) {
      const response = await fetch(house.url + path, { method: 'POST', body: NUMBER });

      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain(NUMBER);
    }
  });

  it('is not in the log either', async () => {
    await house.app.database.prisma.$executeRaw`ALTER TABLE person RENAME TO person_away`;
    const response = await house.post('window', inline(`"${NUMBER}"`));
    const answer = (await response.json()) as { errors: { message: string; extensions: object }[] };
    await house.app.database.prisma.$executeRaw`ALTER TABLE person_away RENAME TO person`;

    expect(answer.errors[0]).toMatchObject({
      message: '系统内部错误，请稍后重试 / internal error, try again later',
      extensions: { code: 'INTERNAL' },
    });
    expect(logged).toContain('a field could not be answered');
    for (const value of [NUMBER, NAME, PHONE, 'person_away', 'residentId']) expect(logged).not.toContain(value);
  });
});
