import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentHash } from '#app/limits/examine-document.ts';
import { LIMIT_DEFAULTS } from '#app/limits/limit-settings.ts';
import { personaToken } from '#app/personas.ts';
import { serveTestApp, type ServedTestApp } from '../../support/serve-test-app.ts';
import { type Message, openSocket } from '../support/ws-client.ts';

const OPERATIONS = path.join(import.meta.dirname, '../../../operations');
const SERVICE_ITEMS = readFileSync(path.join(OPERATIONS, 'service-items.graphql'), 'utf8');
const BY_NAME = { documentId: `sha256:${documentHash(SERVICE_ITEMS)}` };

/** A worker may spend little, everyone else what the defaults allow. */
const LIMITS = { ...LIMIT_DEFAULTS, budgets: { ...LIMIT_DEFAULTS.budgets, WORKER: 40 } };

let house: ServedTestApp;
beforeAll(async () => {
  house = await serveTestApp({
    doors: () => ({ limits: LIMITS, trustedDocuments: { mode: 'also', folder: OPERATIONS } }),
  });
});
afterAll(() => house.close());

interface Told {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  readonly extensions?: { readonly cost: Record<string, unknown> };
}
const told = async (response: Response): Promise<Told> => (await response.json()) as Told;

async function askOverSocket(query: string): Promise<Message> {
  const client = await openSocket(house.url);
  client.send({ type: 'connection_init', payload: { authorization: `Bearer ${await personaToken('window')}` } });
  await client.next();
  client.send({ id: '1', type: 'subscribe', payload: { query } });
  const message = await client.next();
  client.close();
  return message;
}

describe('every answer', () => {
  it('says what it cost and what is left, as the root field does', async () => {
    const answer = await told(
      await house.post('mediator', { query: '{ rateLimit { cost limit remaining resetAt } viewer { role } }' }),
    );

    const shown = answer.data?.['rateLimit'] as { resetAt: string } | undefined;
    expect(shown).toEqual({
      cost: 2,
      limit: 60_000,
      remaining: 59_998,
      resetAt: expect.stringMatching(/^20\d\d-.*Z$/) as string,
    });
    expect(answer.extensions?.cost).toEqual({
      requested: 2,
      limit: 60_000,
      remaining: 59_998,
      resetAt: shown?.resetAt,
    });
  });

  it('says it also where the operation failed', async () => {
    const { errors, extensions } = await told(await house.post('mediator', { query: '{ nothing }' }));

    expect(errors).toHaveLength(1);
    expect(extensions?.cost).toMatchObject({ requested: 1, limit: 60_000 });
  });
});

describe('an operation that is too large', () => {
  const WIDE = `{ ${'viewer { role } '.repeat(30)} }`;

  it.each(['application/json', 'application/graphql-response+json', '*/*'])(
    'is refused with 400 for those who accept %s',
    async (accept) => {
      const response = await house.post('window', { query: WIDE }, { accept });

      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
      expect((await told(response)).errors).toEqual([
        {
          message:
            '语句过于复杂：入口字段数 30，最多 20；请拆成几次查询 / the operation is too complex: root fields 30, at most 20; split it up',
          extensions: {
            code: 'QUERY_TOO_COMPLEX',
            figure: 'rootFields',
            found: 30,
            limit: 20,
            requestId: expect.any(String) as string,
          },
        },
      ]);
    },
  );

  it('fetches nothing, by GET and over a WebSocket either', async () => {
    house.takeQueryCount();
    const got = await fetch(`${house.url}/graphql?query=${encodeURIComponent(WIDE)}`, {
      headers: { authorization: `Bearer ${await personaToken('window')}`, 'apollo-require-preflight': '1' },
    });
    const message = await askOverSocket(WIDE);

    expect(got.status).toBe(400);
    expect(message).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'QUERY_TOO_COMPLEX', figure: 'rootFields', found: 30, limit: 20 } }],
    });
    expect(house.takeQueryCount()).toBe(0);
  });
});

describe('a budget that is used up', () => {
  it('is answered 429 with Retry-After before anything is fetched, and others go on', async () => {
    const query = '{ serviceItems { code name { zh } } }';
    const first = await house.post('worker', { query });
    house.takeQueryCount();

    const refused = await house.post('worker', { query });
    const { errors } = await told(refused);

    expect(first.status).toBe(200);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      meter: 'cost',
      cost: 41,
      limit: 40,
      remaining: 0,
    });
    expect(house.takeQueryCount()).toBe(0);
    expect((await house.post('window', { query })).status).toBe(200);
  });
});

describe('invalid tokens', () => {
  let strict: ServedTestApp;
  beforeAll(async () => {
    strict = await serveTestApp({ doors: () => ({ limits: { ...LIMITS, failedSignInsPerMinute: 3 } }) });
  });
  afterAll(() => strict.close());

  const knock = (token: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${strict.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: '{"query":"{ __typename }"}',
    });
  const statuses = async (answers: readonly Promise<Response>[]): Promise<readonly number[]> =>
    (await Promise.all(answers)).map(({ status }) => status);

  it('whose address nobody can tell are 401 however many they are', async () => {
    // A proxy stands in front that no operator named: all callers would count as one.
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };

    expect(new Set(await statuses([1, 2, 3, 4, 5, 6].map((n) => knock(`f.f.f${n}`, forwarded))))).toEqual(
      new Set([401]),
    );
  });

  it('are 401, and 429 once there were too many from an address, which does not lock out who was let in before', async () => {
    const known = await personaToken('window');
    await knock(known);

    const first = await statuses([1, 2, 3].map((n) => knock(`a.b.c${n}`)));
    const refused = await knock('a.b.c4');

    expect(first).toEqual([401, 401, 401]);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await told(refused)).errors?.[0]?.extensions).toEqual({ code: 'RATE_LIMITED', meter: 'signIns' });
    expect((await knock(known)).status).toBe(200);
  });
});

describe('a trusted document', () => {
  it('is answered by its name, by POST and by GET, in either form', async () => {
    const persistedQuery = { version: 1, sha256Hash: documentHash(SERVICE_ITEMS) };
    const byGet = async (search: Record<string, string>): Promise<Response> =>
      fetch(`${house.url}/graphql?${String(new URLSearchParams(search))}`, {
        headers: { authorization: `Bearer ${await personaToken('window')}`, 'apollo-require-preflight': '1' },
      });

    const answers = await Promise.all(
      [
        house.post('window', { query: SERVICE_ITEMS }),
        house.post('window', BY_NAME),
        house.post('window', { extensions: { persistedQuery } }),
        byGet(BY_NAME),
        byGet({ extensions: JSON.stringify({ persistedQuery }) }),
      ].map(async (response) => told(await response)),
    );

    expect(answers[0]?.data?.['serviceItems']).not.toHaveLength(0);
    for (const { data, errors } of answers) {
      expect(errors).toBeUndefined();
      expect(data).toEqual(answers[0]?.data);
    }
  });

  it('takes variables and an operation name', async () => {
    const id = documentHash(readFileSync(path.join(OPERATIONS, 'worklist.graphql'), 'utf8'));

    const { data, extensions } = await told(
      await house.post('window', { documentId: id, operationName: 'Worklist', variables: { first: 1 } }),
    );

    expect(data).toHaveProperty('cases.pageInfo');
    expect(extensions?.cost['requested']).toBeLessThan(30);
  });

  it.each([
    { documentId: 'sha256:0' },
    { documentId: '__proto__' },
    { extensions: { persistedQuery: { version: 1, sha256Hash: 'constructor' } } },
  ])('that nobody knows is refused by name: %j', async (body) => {
    const response = await house.post('window', body);

    expect(response.status).toBe(400);
    expect((await told(response)).errors?.[0]?.extensions).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  });

  it('goes through the same doors: without a token nobody learns whether it is known', async () => {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(BY_NAME),
    });

    expect(response.status).toBe(401);
  });
});

describe('a name that was mistyped', () => {
  it.each([
    ['window', false],
    ['auditor', false],
    ['supervisor', false],
    ['operator', true],
    ['court', true],
    ['anonymous-partner', true],
  ] as const)('by %s is guessed at: %s', async (who, helped) => {
    const { errors } = await told(await house.post(who, { query: '{ viewr { role } }' }));

    expect(errors?.[0]?.message.includes('Did you mean')).toBe(helped);
    expect(errors?.[0]?.message).toContain('Cannot query field "viewr"');
  });

  it('is not guessed at over a WebSocket either', async () => {
    const message = JSON.stringify(await askOverSocket('subscription { caseChangd(id: "x") { id } }'));

    expect(message).toContain('caseChangd');
    expect(message).not.toContain('Did you mean');
  });
});
