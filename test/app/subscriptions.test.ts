import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { type PersonaName, personaToken } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';
import { serveSubscriptions } from '#app/subscriptions.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';
import { type OpenedCase, openHardshipCase } from './support/open-hardship-case.ts';
import { openSocket, type WsClient } from './support/ws-client.ts';

// Vite follows graphql's `module` field, Node its `main`: without this the house and graphql-ws would each have a copy,
// and graphql-ws would not know the house's errors for GraphQL errors, as it does when Node runs both.
vi.mock('graphql', () => createRequire(import.meta.url)('graphql') as object);

const NUMBER = '990101198603120018';

let house: ServedTestApp;
let opened: OpenedCase;
const clients: WsClient[] = [];

beforeAll(async () => {
  house = await serveTestApp();
  opened = await openHardshipCase(house);
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(() => house.close());

async function connectRaw(headers: Record<string, string> = {}, url = house.url): Promise<WsClient> {
  const client = await openSocket(url, headers);
  clients.push(client);
  return client;
}

/** Connected and acknowledged. */
async function connectAs(
  persona: PersonaName,
  headers: Record<string, string> = {},
  url = house.url,
): Promise<WsClient> {
  const client = await connectRaw(headers, url);
  client.send({ type: 'connection_init', payload: { authorization: `Bearer ${await personaToken(persona)}` } });
  expect(await client.next()).toEqual({ type: 'connection_ack' });
  return client;
}

const WATCH =
  'subscription ($id: ID!) { caseChanged(id: $id) { id status referrals { id status } timeline { type } } }';

function watch(client: WsClient, query = WATCH, variables: object = { id: opened.id }, id = '1'): void {
  client.send({ id, type: 'subscribe', payload: { query, variables } });
}

const NOT_THEIRS = {
  type: 'next',
  payload: {
    errors: [{ message: '找不到，或无权查看 / not found, or not yours to see', extensions: { code: 'NOT_FOUND' } }],
  },
};

interface Seen {
  readonly data?: {
    readonly caseChanged: {
      readonly status: string;
      readonly referrals: readonly { id: string; status: string }[];
      readonly timeline: readonly { type: string }[];
    };
  };
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

describe('following a case', () => {
  it('begins with its present state and goes on with each new one, whole', async () => {
    const client = await connectAs('window');
    watch(client);
    const first = (await client.next()) as { type: string; payload: Seen };
    expect(first.type).toBe('next');
    expect(first.payload.data?.caseChanged).toMatchObject({
      status: 'IN_PROGRESS',
      referrals: [{ status: 'DRAFTED' }],
    });

    const withdrawn = await house.post('window', {
      query: 'mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) { userErrors { code } } }',
      variables: { input: { idempotencyKey: randomUUID(), caseId: opened.id, reason: '申请人不再需要' } },
    });
    expect(await withdrawn.json()).toMatchObject({ data: { withdrawCase: { userErrors: [] } } });
    const second = (await client.next()) as { payload: Seen };

    // Referrals and timeline come from loaders that had them already: a stale loader would repeat the first state.
    expect(second.payload.data?.caseChanged.status).toBe('WITHDRAWN');
    expect(second.payload.data?.caseChanged.referrals).toMatchObject([{ status: 'RECALLED' }]);
    expect(second.payload.data?.caseChanged.timeline.length).toBeGreaterThan(
      first.payload.data?.caseChanged.timeline.length ?? 0,
    );

    opened = await openHardshipCase(house);
  });

  it('takes the token from the header too', async () => {
    const client = await connectRaw({ authorization: `Bearer ${await personaToken('window')}` });
    client.send({ type: 'connection_init' });

    expect(await client.next()).toEqual({ type: 'connection_ack' });
  });

  it('looks again after notifications may have been missed', async () => {
    const client = await connectAs('window');
    watch(client);
    const first = await client.next();
    house.app.changes.announceAll();

    expect(await client.next()).toEqual(first);
  });

  it('is for the applicant too', async () => {
    const client = await connectAs('worker');
    watch(client);

    expect(await client.next()).toMatchObject({
      type: 'next',
      payload: { data: { caseChanged: { status: 'IN_PROGRESS' } } },
    });
  });

  it.each(['court', 'hr', 'mediator'] as const)(
    'is not for %s, who has no part in it: as if there were none',
    async (persona) => {
      const client = await connectAs(persona);
      watch(client);

      expect(await client.next()).toMatchObject(NOT_THEIRS);
    },
  );

  it('is for roles that may follow cases at all', async () => {
    const client = await connectAs('anonymous-partner');
    watch(client);
    const { payload } = (await client.next()) as { payload: Seen };

    expect(payload.errors).toMatchObject([
      { message: '您的身份不能使用此功能 / your role may not use this', extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});

describe('a socket', () => {
  it.each([
    ['with no token', undefined],
    ['with a wrong token', { authorization: 'Bearer a.b.c' }],
    ['with a token that is no text', { authorization: { toString: 'x' } }],
  ])('%s is closed: 4403', async (_kind, payload) => {
    const client = await connectRaw();
    client.send({ type: 'connection_init', payload });

    expect(await client.closed).toBe(4403);
  });

  it('that asks before it was let in is closed: 4401', async () => {
    const client = await connectRaw();
    watch(client);

    expect(await client.closed).toBe(4401);
  });

  it.each([
    ['text that is no JSON', '{'],
    ['a message of no known kind', '{"type":"shout"}'],
    ['deep JSON', '['.repeat(50_000)],
  ])('that sends %s is closed: 4400', async (_kind, text) => {
    const client = await connectAs('window');
    client.send(text);

    expect(await client.closed).toBe(4400);
  });

  it('that sends more than 64 KiB at once is closed: 1009', async () => {
    const client = await connectAs('window');
    client.send('x'.repeat(64 * 1024 + 1));

    expect(await client.closed).toBe(1009);
  });

  it('of the protocol before this one is not opened', async () => {
    await expect(openSocket(house.url, {}, 'graphql-ws')).rejects.toThrow('subprotocol');
  });

  it('may follow a hundred things and no more', async () => {
    const client = await connectAs('window');
    for (let index = 0; index < 100; index += 1)
      watch(client, 'subscription ($id: ID!) { caseChanged(id: $id) { id } }', { id: opened.id }, `s${index}`);
    for (let index = 0; index < 100; index += 1) expect((await client.next()).type).toBe('next');
    watch(client, WATCH, { id: opened.id }, 'one-too-many');

    expect(await client.next()).toMatchObject({
      id: 'one-too-many',
      type: 'error',
      payload: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  it('elsewhere than /graphql is not opened, whatever the address', async () => {
    const { port } = new URL(house.url);
    for (const address of ['/', '//', '/graphql2', 'http://[', '*', '/%zz']) {
      const answer = await new Promise<string>((settle, fail) => {
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.write(
            `GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
          ),
        );
        let text = '';
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('error', fail);
        socket.on('close', () => settle(text));
      });
      expect(`${address} ${answer}`).toMatch(/^\S+ HTTP\/1\.1 40[04] /);
    }
    expect((await fetch(`${house.url}/health/live`)).status).toBe(200);
  });
});

describe('what is wrong with an operation', () => {
  it.each<[string, string, object, string]>([
    ['it is malformed', '{ cases(', {}, 'GRAPHQL_PARSE_FAILED'],
    ['it has 10,000 tokens', `{${' __typename'.repeat(5_000)} }`, {}, 'GRAPHQL_PARSE_FAILED'],
    ['it has 20,000 open braces', '{a'.repeat(20_000), {}, 'GRAPHQL_PARSE_FAILED'],
    ['it asks an unknown field', 'subscription { nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'it quotes a number',
      `subscription { caseChanged(id: { a: "${NUMBER}" }) { id } }`,
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['it holds a NUL', String.raw`subscription { caseChanged(id: "\u0000") { id } }`, {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['its variable is of the wrong kind', WATCH, { id: { a: NUMBER } }, 'BAD_USER_INPUT'],
    ['its variable is missing', WATCH, {}, 'BAD_USER_INPUT'],
    ['its variable holds a NUL', WATCH, { id: '\0' }, 'BAD_USER_INPUT'],
    ['its id is none', WATCH, { id: NUMBER }, 'NOT_FOUND'],
  ])('%s: said in both languages, and the socket stays', async (_kind, query, variables, code) => {
    const client = await connectAs('window');
    watch(client, query, variables);
    const message = await client.next();
    const errors = message.type === 'error' ? (message.payload as Seen['errors']) : (message.payload as Seen).errors;

    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(errors?.[0]?.message).toMatch(/\p{Script=Han}.* \/ /u);
    expect(JSON.stringify(message)).not.toContain(NUMBER);
    client.send({ type: 'ping' });
    const after = [await client.next()];
    // An operation whose variables are wrong has an answer, and then an end.
    while (after.at(-1)?.type === 'complete') after.push(await client.next());
    expect(after.at(-1)?.type).toBe('pong');
  });

  it('a fault of ours says only that', async () => {
    const client = await connectAs('window');
    await house.app.database.prisma.$executeRaw`ALTER TABLE "case" RENAME TO case_away`;
    watch(client);
    const message = JSON.stringify(await client.next());
    await house.app.database.prisma.$executeRaw`ALTER TABLE case_away RENAME TO "case"`;

    expect(message).toContain('系统内部错误，请稍后重试 / internal error, try again later');
    expect(message).toContain('INTERNAL');
    expect(message).not.toMatch(/case_away|prisma|relation/i);
  });

  it('a query goes over the socket as over HTTP', async () => {
    const client = await connectAs('court');
    watch(client, '{ viewer { role } people { totalCount } }', {});

    expect(await client.next()).toMatchObject({
      type: 'next',
      payload: { data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    });
  });
});

describe('the end', () => {
  it('the gateway stops although somebody is still following a case', async () => {
    const short = await serveTestApp();
    const own = await openHardshipCase(short);
    const client = await connectAs('window', {}, short.url);
    watch(client, 'subscription ($id: ID!) { caseChanged(id: $id) { id } }', { id: own.id });
    await client.next();

    await short.close();

    expect(await client.closed).toBe(1001);
  });

  it('a peer that no longer answers is cut off', async () => {
    const server = createServer();
    const subscriptions = serveSubscriptions(
      server,
      createSchema(readSdl()),
      house.app,
      createAuthenticate(demoSecrets()),
      { pingEveryMs: 400 },
    );
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const { port } = server.address() as AddressInfo;
    try {
      const lively = await connectAs('window', {}, `http://127.0.0.1:${port}`);
      const mute = await connectAs('window', {}, `http://127.0.0.1:${port}`);
      // What ws answers a ping with.
      mute.socket.pong = () => {};

      expect(await mute.closed).toBe(1006);
      expect(lively.socket.readyState).toBe(lively.socket.OPEN);
    } finally {
      await subscriptions.close();
      server.close();
    }
  });
});
