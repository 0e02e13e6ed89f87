import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personaToken } from '#app/personas.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';

let house: ServedTestApp;
let headers: Record<string, string>;

beforeAll(async () => {
  house = await serveTestApp();
  headers = { 'content-type': 'application/json', authorization: `Bearer ${await personaToken('window')}` };
});

afterAll(() => house.close());

interface Refusal {
  readonly status: number;
  readonly codes: readonly (string | undefined)[];
  readonly messages: readonly string[];
}

async function refusalOf(response: Response): Promise<Refusal> {
  const text = await response.text();
  expect(text).not.toMatch(/stacktrace|\\n {4}at |node_modules|\.ts:\d/);
  const { errors = [] } = JSON.parse(text) as { errors?: { message: string; extensions?: { code?: string } }[] };
  return {
    status: response.status,
    codes: errors.map(({ extensions }) => extensions?.code),
    messages: errors.map(({ message }) => message),
  };
}

function sendRaw(body: string | Uint8Array<ArrayBuffer>, more: Record<string, string> = {}): Promise<Refusal> {
  return fetch(`${house.url}/graphql`, { method: 'POST', headers: { ...headers, ...more }, body }).then(refusalOf);
}

const send = (request: unknown): Promise<Refusal> => sendRaw(JSON.stringify(request));

/** What fetch would not send. */
function sendBytes(text: string): Promise<string> {
  const { hostname, port } = new URL(house.url);
  return new Promise((settle, fail) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', fail);
    socket.on('close', () => settle(Buffer.concat(chunks).toString()));
  });
}

describe('an address nobody serves', () => {
  it.each(['/nothing-here', '/graphql/', '/explorer/assets/../../package.json', '/webhooks', '/health'])(
    '%s is 404, in both languages',
    async (path) => {
      const refusal = await refusalOf(await fetch(house.url + path));

      expect(refusal).toEqual({ status: 404, codes: ['NOT_FOUND'], messages: ['没有这个地址 / no such address'] });
    },
  );

  it('that is no address at all is 400 and is not repeated', async () => {
    const response = await fetch(`${house.url}/%zz990101198603120018`);

    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('990101198603120018');
  });

  it.each([
    ['a host that is none', 'GET /graphql?query={__typename} HTTP/1.1\r\nHost: [\r\n'],
    ['no host, as in HTTP/1.0', 'GET /graphql?query={__typename} HTTP/1.0\r\n'],
  ])('%s is the caller’s mistake', async (_kind, head) => {
    const answer = await sendBytes(
      `${head}Authorization: ${headers['authorization']}\r\nApollo-Require-Preflight: 1\r\nConnection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('a body that cannot be read', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['is empty', ''],
    ['is cut off', '{"query":"{ __typename }"'],
    [
      'is broken UTF-8',
      new Uint8Array([...Buffer.from('{"query":"{ __typename }","a":"'), 0xc3, 0x28, ...Buffer.from('"}')]),
    ],
    ['is GB18030 without saying so', new Uint8Array([0x7b, 0x22, 0xd2, 0xbb, 0xc3, 0xc5, 0x22, 0x3a, 0x31, 0x7d])],
    ['is nested 50,000 deep', '['.repeat(50_000)],
    [
      'is closed, but nested 40 deep',
      `{"query":"{ __typename }","variables":{"a":${'['.repeat(40)}${']'.repeat(40)}}}`,
    ],
  ])('%s: 400', async (_kind, body) => {
    expect(await sendRaw(body)).toEqual({
      status: 400,
      codes: ['BAD_REQUEST'],
      messages: ['请求不是 UTF-8 编码的 JSON / the request is not JSON in UTF-8'],
    });
  });

  it.each([
    'application/json; charset=gb18030',
    'application/json;charset="GBK"',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
  ])('as %s: 415', async (type) => {
    expect(await sendRaw('{"query":"{ __typename }"}', { 'content-type': type })).toMatchObject({
      status: 415,
      codes: ['UNSUPPORTED_MEDIA_TYPE'],
    });
  });

  it.each([
    'application/json',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
    'Application/JSON',
  ])('while %s is read', async (type) => {
    expect(await sendRaw('{"query":"{ __typename }"}', { 'content-type': type })).toMatchObject({
      status: 200,
      codes: [],
    });
  });

  it('of more than 256 KiB: 413', async () => {
    expect(await sendRaw(`"${'x'.repeat(256 * 1024)}"`)).toMatchObject({ status: 413, codes: ['PAYLOAD_TOO_LARGE'] });
  });

  it.each([
    'null',
    '1',
    '"text"',
    'true',
    '{}',
    '[]',
    '[{"query":"{ __typename }"}]',
    '{"query":1}',
    '{"query":""}',
    '{"query":["{ __typename }"]}',
  ])('that is %s: 400', async (body) => {
    expect(await sendRaw(body)).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  });

  it.each([
    { variables: 'text' },
    { variables: [1] },
    { operationName: 1 },
    { extensions: 'text' },
    { extensions: [] },
  ])('with %j beside the query: 400', async (beside) => {
    expect(await send({ query: '{ __typename }', ...beside })).toMatchObject({ status: 400 });
  });
});

describe('a document that cannot be executed', () => {
  it.each([
    ['is malformed', '{ cases(', 'GRAPHQL_PARSE_FAILED'],
    ['has 10,000 tokens', `{${' __typename'.repeat(10_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['has 20,000 open braces', '{'.repeat(20_000), 'GRAPHQL_PARSE_FAILED'],
    ['has 20,000 nested fields', '{a'.repeat(20_000), 'GRAPHQL_PARSE_FAILED'],
    ['has 20,000 open lists', `{ node(id: ${'['.repeat(20_000)}`, 'GRAPHQL_PARSE_FAILED'],
    ['asks an unknown field', '{ cases { nodes { salary } } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'goes round in fragments',
      'query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['repeats a directive 200 times', `{ __typename ${'@skip(if: false) '.repeat(200)} }`, 'QUERY_TOO_COMPLEX'],
    ['repeats a directive', '{ __typename @skip(if: false) @skip(if: false) }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'holds a number beyond all bounds',
      '{ previewCase(input: { serviceItemCode: "a", divisionCode: "990101", form: { n: 1e400 } }) { eligible } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['holds a NUL', String.raw`{ caseByAcceptanceNo(acceptanceNo: "\u0000") { id } }`, 'GRAPHQL_VALIDATION_FAILED'],
    ['has two operations and no name', 'query a { __typename } query b { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('%s: 400', async (_kind, query, code) => {
    const { status, codes, messages } = await send({ query });

    expect(status).toBe(400);
    expect(new Set(codes)).toEqual(new Set([code]));
    expect(messages.join()).toMatch(/\p{Script=Han}.* \/ /u);
  });

  it('names an operation that is not there: 400', async () => {
    expect(await send({ query: 'query a { __typename }', operationName: 'b' })).toMatchObject({
      status: 400,
      codes: ['OPERATION_RESOLUTION_FAILURE'],
    });
  });

  it('is a subscription over HTTP: 400, saying where to go', async () => {
    const { status, codes, messages } = await send({ query: 'subscription { caseChanged(id: "x") { id } }' });

    expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_REQUEST'] });
    expect(messages[0]).toContain('WebSocket');
  });

  it.each([{ version: 9, sha256Hash: 'x' }, { version: 1, sha256Hash: 5 }, 'text', []])(
    'is named by a persisted query %j: refused by name',
    async (persistedQuery) => {
      const { status, codes } = await send({ query: '{ __typename }', extensions: { persistedQuery } });

      expect(status).toBeLessThan(500);
      expect(codes).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
    },
  );

  it.each([
    ['a query', '?query={__typename}'],
    ['a mutation', '?query=mutation{__typename}'],
  ])('comes as GET without a preflight header, %s: 400', async (_kind, search) => {
    const { authorization = '' } = headers;

    const refusal = await refusalOf(await fetch(`${house.url}/graphql${search}`, { headers: { authorization } }));

    expect(refusal).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
  });

  it.each([
    ['variables that are no JSON', `?query={__typename}&variables={`, 400],
    ['a mutation', '?query=mutation{__typename}', 405],
    ['a number beyond all bounds', `?query=query($n:Int){cases(first:$n){totalCount}}&variables={"n":1e400}`, 400],
  ])('comes as GET with %s: %i', async (_kind, search, status) => {
    const { authorization = '' } = headers;

    const refusal = await refusalOf(
      await fetch(`${house.url}/graphql${search}`, { headers: { authorization, 'apollo-require-preflight': '1' } }),
    );

    expect(refusal.status).toBe(status);
  });
});

describe('variables that do not fit', () => {
  const PREVIEW =
    'query ($input: PreviewCaseInput!) { previewCase(input: $input) { eligible userErrors { code path } } }';
  const input = { serviceItemCode: 'hardship-aid', divisionCode: '990101', residentId: '990101198603120018' };

  it.each<[string, string, object, string]>([
    [
      'an unknown enum value',
      'query ($f: CaseFilter) { cases(filter: $f) { totalCount } }',
      { f: { status: ['SLEEPING'] } },
      '"f.status[0]" should be CaseStatus',
    ],
    [
      'a number for an enum',
      'query ($f: CaseFilter) { cases(filter: $f) { totalCount } }',
      { f: { status: [7] } },
      '"f.status[0]" should be CaseStatus',
    ],
    [
      'no UUID',
      'mutation ($i: ClaimLeadInput!) { claimLead(input: $i) { replayed } }',
      { i: { idempotencyKey: 'again', leadId: 'x' } },
      '"i.idempotencyKey" should be UUID',
    ],
    ['a list for a form', PREVIEW, { input: { ...input, form: [] } }, '"input.form" should be JSONObject'],
    ['an object for text', 'query ($id: ID!) { node(id: $id) { id } }', { id: { a: 1 } }, '"id" should be ID'],
    ['a fraction for a count', 'query ($n: Int) { cases(first: $n) { totalCount } }', { n: 1.5 }, '"n" should be Int'],
    ['a missing field', PREVIEW, { input: { ...input } }, '"input" lacks "form" (JSONObject!)'],
    [
      'an unknown field',
      PREVIEW,
      { input: { ...input, form: {}, salary: 1 } },
      '"input" has a field that PreviewCaseInput does not know',
    ],
    ['null where nothing is allowed', 'query ($id: ID!) { node(id: $id) { id } }', { id: null }, 'must not be null'],
    ['nothing', 'query ($id: ID!) { node(id: $id) { id } }', {}, 'was not provided'],
  ])('%s: BAD_USER_INPUT, saying where and what is wanted', async (_kind, query, variables, said) => {
    const { status, codes, messages } = await send({ query, variables });

    expect({ status, codes }).toEqual({ status: 400, codes: ['BAD_USER_INPUT'] });
    expect(messages[0]).toMatch(/^变量有误 \/ /);
    expect(messages[0]).toContain(said);
  });

  it('sixty at once: still the caller’s mistake', async () => {
    const { status, codes } = await send({
      query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: { ids: Array.from({ length: 60 }, () => ({})) },
    });

    expect(status).toBe(400);
    expect(new Set(codes)).toEqual(new Set(['BAD_USER_INPUT']));
  });

  it.each([
    ['a number beyond all bounds', '{"n":1e400}'],
    ['the same below', '{"n":-1e400}'],
    ['a NUL', String.raw`{"text":"\u0000"}`],
    ['half a character', String.raw`{"text":"\ud842"}`],
    ['a NUL in a name', String.raw`{"\u0000":1}`],
  ])('%s inside a form: refused before anything could store it', async (_kind, form) => {
    const body = `{"query":${JSON.stringify(PREVIEW)},"variables":{"input":${JSON.stringify(input).slice(0, -1)},"form":${form}}}}`;

    expect(await sendRaw(body)).toEqual({
      status: 400,
      codes: ['BAD_USER_INPUT'],
      messages: ['变量含有无法保存的字符或数字 / a variable holds a character or a number that cannot be stored'],
    });
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
    'a form with an answer named %s: a fault of that answer',
    async (name) => {
      const body = `{"query":${JSON.stringify(PREVIEW)},"variables":{"input":${JSON.stringify(input).slice(0, -1)},"form":{"${name}":{"polluted":true}}}}}`;

      const response = await fetch(`${house.url}/graphql`, { method: 'POST', headers, body });
      const answer = (await response.json()) as {
        data: { previewCase: { userErrors: { code: string; path: string[] }[] } };
      };

      expect(answer.data.previewCase.userErrors).toContainEqual({ code: 'FORM_FIELD_INVALID', path: ['form', name] });
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])(
    '%s as a code, an id or a cursor: nothing is found',
    async (text) => {
      const response = await house.post('window', {
        query:
          'query ($t: String!, $id: ID!) { serviceItem(code: $t) { id } agency(code: $t) { id } caseByAcceptanceNo(acceptanceNo: $t) { id } node(id: $id) { id } case(id: $id) { id } }',
        variables: { t: text, id: text },
      });

      expect(await response.json()).toMatchObject({
        data: { serviceItem: null, agency: null, caseByAcceptanceNo: null, node: null, case: null },
      });
    },
  );
});
