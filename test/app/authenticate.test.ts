import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { AUDIENCE, DEMO_ISSUER, PERSONAS, type PersonaName, personaToken } from '#app/personas.ts';
import { demoSecrets, type Secrets } from '#app/secrets.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';

const ISSUER = 'https://identity.example';
const ours = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...ours.publicKey.export({ format: 'jwk' }), kty: 'EC', kid: 'k1', alg: 'ES256' };
const { sealing, ledger } = demoSecrets();
const production: Secrets = {
  sealing,
  ledger,
  issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks: { keys: [jwk] } }],
};

const claims = { role: 'WINDOW', name: '窗口', division: '990100', agency: 'union', roles: [] };

interface Wishes {
  readonly payload?: JWTPayload;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string | number | null;
  readonly subject?: string | null;
  readonly alg?: string;
  readonly key?: KeyObject | Uint8Array;
}

function sign({
  payload = claims,
  issuer = ISSUER,
  audience = AUDIENCE,
  expires = '1h',
  subject = 'clerk-7',
  alg = 'ES256',
  key = ours.privateKey,
}: Wishes = {}): Promise<string> {
  const token = new SignJWT(payload)
    .setProtectedHeader({ alg, kid: 'k1' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt();
  if (expires !== null) token.setExpirationTime(expires);
  if (subject !== null) token.setSubject(subject);
  return token.sign(key);
}

const encode = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

async function unsigned(header: object): Promise<string> {
  const [, body] = (await sign()).split('.');
  return `${encode(header)}.${body}.`;
}

async function altered(change: (claims: Record<string, unknown>) => object): Promise<string> {
  const [head, body = '', signature] = (await sign()).split('.');
  return `${head}.${encode(change(JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>))}.${signature}`;
}

const publicPem = (): Uint8Array => Buffer.from(ours.publicKey.export({ type: 'spki', format: 'pem' }) as string);

/** Each made anew, since some expire. */
const REFUSED: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['with a changed role', () => altered((body) => ({ ...body, role: 'SUPERVISOR' }))],
  ['of another key', () => sign({ key: foreign.privateKey })],
  ['that has expired', () => sign({ expires: Math.floor(Date.now() / 1000) - 60 })],
  ['without an end', () => sign({ expires: null })],
  ['without a subject', () => sign({ subject: null })],
  ['with alg none', () => unsigned({ alg: 'none' })],
  ['with alg nOnE and a signature', async () => `${await unsigned({ alg: 'nOnE', kid: 'k1' })}AAAA`],
  ['with HS256 over the public key', () => sign({ alg: 'HS256', key: publicPem() })],
  ['with HS256 over the public key as JWK', () => sign({ alg: 'HS256', key: Buffer.from(JSON.stringify(jwk)) })],
  ['for another audience', () => sign({ audience: 'elsewhere' })],
  ['of an unknown issuer', () => sign({ issuer: 'https://elsewhere.example' })],
  ['of an issuer named constructor', () => sign({ issuer: 'constructor' })],
  ['of the demonstration', () => personaToken('window')],
  ['calling itself the demonstration’s', () => sign({ issuer: DEMO_ISSUER })],
  [
    'with a key of its own in the header',
    async () =>
      `${encode({ alg: 'ES256', jwk: foreign.publicKey.export({ format: 'jwk' }) })}.${(await sign({ key: foreign.privateKey })).split('.').slice(1).join('.')}`,
  ],
  ['for a role nobody has', () => sign({ payload: { ...claims, role: 'EMPEROR' } })],
  ['for a division that is none', () => sign({ payload: { ...claims, division: '' } })],
  ['for an agency that is none', () => sign({ payload: { ...claims, agency: '../court' } })],
  ['for a person that is none', () => sign({ payload: { ...claims, role: 'WORKER', person: 'me' } })],
  ['that is no token', () => 'abc.def'],
  ['that is empty', () => ''],
  ['whose parts are no JSON', () => `${encode('x')}.${encode('y')}.AAAA`],
];

describe('in production', () => {
  const authenticate = createAuthenticate(production);

  it('a token of the configured issuer says who is asking', async () => {
    expect(await authenticate(`Bearer ${await sign()}`)).toEqual({
      subject: 'clerk-7',
      role: 'WINDOW',
      name: '窗口',
      divisionCode: '990100',
      actsFor: { agencyCode: 'union', roles: [] },
      personId: undefined,
    });
  });

  it.each(REFUSED)('a token %s is refused', async (_kind, token) => {
    expect(await authenticate(`Bearer ${await token()}`)).toBeUndefined();
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz'])('%j is no token', async (authorization) => {
    expect(await authenticate(authorization)).toBeUndefined();
  });

  it('a good token in another scheme, or twice, is refused', async () => {
    const token = await sign();

    expect(await authenticate(`Basic ${token}`)).toBeUndefined();
    expect(await authenticate(token)).toBeUndefined();
    expect(await authenticate(`Bearer ${token}, Bearer ${token}`)).toBeUndefined();
  });
});

describe('in the demonstration', () => {
  const authenticate = createAuthenticate(demoSecrets());

  it.each(Object.keys(PERSONAS) as PersonaName[])('%s is who their token says', async (name) => {
    const viewer = await authenticate(`Bearer ${await personaToken(name)}`);

    expect(viewer).toMatchObject({
      subject: `persona:${name}`,
      role: PERSONAS[name].role,
      divisionCode: PERSONAS[name].division,
    });
  });

  it('a token for ever is refused', async () => {
    const { demoTokenKey = new Uint8Array() } = demoSecrets();

    expect(
      await authenticate(
        `Bearer ${await sign({ issuer: DEMO_ISSUER, alg: 'HS256', key: demoTokenKey, expires: null })}`,
      ),
    ).toBeUndefined();
    expect(
      await authenticate(`Bearer ${await sign({ issuer: DEMO_ISSUER, alg: 'HS256', key: demoTokenKey })}`),
    ).toBeDefined();
  });
});

describe('at the door of /graphql', () => {
  let house: ServedTestApp;

  beforeAll(async () => {
    house = await serveTestApp({ authenticate: createAuthenticate(production) });
  });

  afterAll(() => house.close());

  const UNAUTHENTICATED = {
    errors: [
      { message: '请出示有效的访问令牌 / a valid access token is required', extensions: { code: 'UNAUTHENTICATED' } },
    ],
  };

  async function ask(headers: Record<string, string>, body = '{"query":"{ viewer { role } }"}'): Promise<Response> {
    return fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }

  it('a good token is let in', async () => {
    const response = await ask({ authorization: `Bearer ${await sign()}` });

    expect(await response.json()).toMatchObject({ data: { viewer: { role: 'WINDOW' } } });
  });

  it('without a token: 401, and how to do better', async () => {
    const response = await ask({});

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual(UNAUTHENTICATED);
  });

  it('without a token the body is not even read', async () => {
    expect((await ask({}, 'x'.repeat(300 * 1024))).status).toBe(401);
    expect((await ask({}, '{')).status).toBe(401);
    expect(
      (
        await fetch(`${house.url}/graphql?query={__schema{types{name}}}`, {
          headers: { 'apollo-require-preflight': '1' },
        })
      ).status,
    ).toBe(401);
  });

  it.each(REFUSED)('a token %s: 401', async (_kind, token) => {
    const response = await ask({ authorization: `Bearer ${await token()}` });

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(UNAUTHENTICATED);
  });

  it('gives no persona away', async () => {
    const live = await serveTestApp({ authenticate: createAuthenticate(production), demo: false });
    try {
      expect(await (await fetch(`${live.url}/explorer/personas`)).json()).toEqual([]);
    } finally {
      await live.close();
    }
  });
});

describe('a role that may not', () => {
  it('is told so in both languages, and nothing is fetched', async () => {
    const house = await serveTestApp();
    try {
      const response = await house.post('anonymous-partner', { query: '{ people { totalCount } }' });

      expect(await response.json()).toMatchObject({
        data: null,
        errors: [{ message: '您的身份不能使用此功能 / your role may not use this', extensions: { code: 'FORBIDDEN' } }],
      });
    } finally {
      await house.close();
    }
  });
});
