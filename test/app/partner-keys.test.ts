import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthenticate, type Doorkeeper } from '#app/authenticate.ts';
import type { App } from '#app/create-app.ts';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { demoSecrets } from '#app/secrets.ts';
import { serveSubscriptions } from '#app/subscriptions.ts';
import { listen } from '#store/listen.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';
import { changeKey, keyOf, TRIAL } from '../usecases/partners/support/partner-keys.ts';
import { type OpenedCase, openHardshipCase } from './support/open-hardship-case.ts';
import { openSocket } from './support/ws-client.ts';

// As in subscriptions.test.ts: one copy of graphql for the house and graphql-ws.
vi.mock('graphql', () => createRequire(import.meta.url)('graphql') as object);

let house: ServedTestApp;
let door: Doorkeeper;
/** With a step for civil affairs, delivered. */
let opened: OpenedCase;

/** The door of one gateway process over the house's tables. */
function doorOf({ dependencies }: App): Doorkeeper {
  return createAuthenticate(demoSecrets(), {
    partnerKeys: { store: dependencies.stores.partnerKeys, production: false },
  });
}

beforeAll(async () => {
  house = await serveTestApp({ doors: (app) => ({ authenticate: (door = doorOf(app)) }) });
  opened = await openHardshipCase(house);
  await house.drain();
  await house.app.system.placePartnerEvents(500);
});

afterEach(async () => {
  await house.app.database.prisma.partnerKey.deleteMany();
  door.forgetPartnerKeys();
});

afterAll(() => house.close());

async function ask(secret: string, query: string, variables = {}) {
  const response = await fetch(`${house.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Record<string, never>;
    errors?: readonly { extensions: { code: string; reason?: string } }[];
  };
  return { status: response.status, data, code: errors?.[0]?.extensions.code, reason: errors?.[0]?.extensions.reason };
}

async function make(as: 'court' | 'civil-affairs', ...scopes: readonly string[]) {
  const { key, secret } = await changeKey(house, as, 'createPartnerKey', { ...TRIAL, scopes });
  return { id: key.id, secret };
}

describe('a partner key at the door', () => {
  it('asks who it is, and its use is seen by its agency', async () => {
    const { id, secret } = await make('court', 'CASES_READ');

    expect(await ask(secret, '{ viewer { role name scopes agency { code } } }')).toMatchObject({
      status: 200,
      data: { viewer: { role: 'AGENCY', name: TRIAL.name, scopes: ['CASES_READ'], agency: { code: 'court' } } },
    });
    await vi.waitFor(async () => expect((await keyOf(house, 'court', id))?.lastUsedAt).not.toBeNull());
  });

  it('is turned away when it was mistyped, and told so', async () => {
    const { secret } = await make('court', 'CASES_READ');

    expect(await ask(`${secret.slice(0, -1)}_`, '{ viewer { role } }')).toMatchObject({
      status: 401,
      reason: 'MISTYPED',
    });
  });

  it('is turned away after its end and after its revocation', async () => {
    const expired = await make('court', 'CASES_READ');
    await house.app.database.prisma.$executeRaw`UPDATE partner_key SET expires_at = now()`;
    const revoked = await make('court', 'CASES_READ');
    await changeKey(house, 'court', 'revokePartnerKey', { keyId: revoked.id, reason: 'LEAKED' });

    expect(await ask(expired.secret, '{ viewer { role } }')).toMatchObject({ status: 401, reason: 'EXPIRED' });
    expect(await ask(revoked.secret, '{ viewer { role } }')).toMatchObject({ status: 401, reason: 'INVALID' });
  });

  it('uses what its scopes open and nothing else', async () => {
    const { secret } = await make('court', 'EVENTS_READ');

    expect((await ask(secret, '{ partnerEvents { nodes { id } } }')).code).toBeUndefined();
    for (const query of [
      '{ cases { nodes { id } } }',
      '{ agencies { code } }',
      '{ webhookEndpoints { nodes { id } } }',
      '{ partnerKeys { nodes { id } } }',
      '{ people { totalCount } }',
    ])
      expect(await ask(secret, query), query).toMatchObject({ status: 200, code: 'FORBIDDEN' });
  });

  it('never makes another key', async () => {
    const all = ['CATALOGUE_READ', 'CASES_READ', 'REFERRALS_HANDLE', 'EVENTS_READ', 'WEBHOOKS_MANAGE'];
    const { secret } = await make('court', ...all);

    const { code } = await ask(
      secret,
      `mutation { createPartnerKey(input: { idempotencyKey: "01990000-0000-7000-8000-000000000001", kind: TEST, name: "x",
         scopes: [CASES_READ] }) { secret } }`,
    );

    expect(code).toBe('FORBIDDEN');
    expect(await house.app.database.prisma.partnerKey.count()).toBe(1);
  });

  it('finds through node what its scopes open, and sees its agency’s rows alone', async () => {
    const cases = await make('civil-affairs', 'CASES_READ');
    const events = await make('civil-affairs', 'EVENTS_READ');
    const ofCourt = await make('court', 'CASES_READ');
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    const agency = Buffer.from('agy:court').toString('base64url');

    expect((await ask(cases.secret, node, { id: opened.id })).data).toEqual({ node: { id: opened.id } });
    expect((await ask(events.secret, node, { id: opened.id })).data).toEqual({ node: null });
    expect((await ask(ofCourt.secret, node, { id: opened.id })).data).toEqual({ node: null });
    expect((await ask(cases.secret, node, { id: agency })).data).toEqual({ node: null });
  });

  it('that reads events learns ids of referrals and no more', async () => {
    const query = '{ partnerEvents { nodes { referralId referral { id } } } }';
    interface Events {
      readonly partnerEvents: { readonly nodes: readonly { referralId: string | null; referral: object | null }[] };
    }
    const read = async (...scopes: readonly string[]) => {
      const { data } = await ask((await make('civil-affairs', ...scopes)).secret, query);
      return (data as unknown as Events).partnerEvents.nodes.filter(({ referralId }) => referralId !== null);
    };

    const events = await read('EVENTS_READ');
    const both = await read('EVENTS_READ', 'CASES_READ');

    expect(events.length).toBeGreaterThan(0);
    expect(events.map(({ referral }) => referral)).toEqual(events.map(() => null));
    expect(both.every(({ referral }) => referral !== null)).toBe(true);
  });
});

describe('a revocation', () => {
  it('is announced to every process, which asks the table again', async () => {
    const { id, secret } = await make('court', 'CASES_READ');
    const other = doorOf(house.app);
    const announced = Promise.withResolvers<void>();
    const listening = await listen(
      house.app.databaseUrl,
      ['partnerKeys'],
      () => {
        other.forgetPartnerKeys();
        announced.resolve();
      },
      () => {},
      () => {},
    );
    const show = async () => (await other({ authorization: `Bearer ${secret}` })).refusal?.reason ?? 'LET IN';
    expect(await show()).toBe('LET IN');

    await changeKey(house, 'court', 'revokePartnerKey', { keyId: id, reason: 'LEAKED' });
    await announced.promise;

    expect(await show()).toBe('REVOKED');
    await listening.stop();
  });

  it('ends the subscriptions of the key, and nobody else’s', async () => {
    const revoked = await make('court', 'CASES_READ');
    const kept = await make('court', 'CASES_READ');
    const server = createServer();
    const authenticate = doorOf(house.app);
    const subscriptions = serveSubscriptions(server, createSchema(readSdl()), house.app, authenticate, {
      recheckEveryMs: 50,
    });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connect = async (secret: string) => {
      const client = await openSocket(url, { authorization: `Bearer ${secret}` });
      client.send({ type: 'connection_init' });
      expect(await client.next()).toEqual({ type: 'connection_ack' });
      return client;
    };
    try {
      const ends = await connect(revoked.secret);
      const stays = await connect(kept.secret);
      await changeKey(house, 'court', 'revokePartnerKey', { keyId: revoked.id, reason: 'LEAKED' });
      authenticate.forgetPartnerKeys();

      expect(await ends.closed).toBe(4403);
      expect(stays.socket.readyState).toBe(stays.socket.OPEN);
    } finally {
      await subscriptions.close();
      server.close();
    }
  });
});
