import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { DEMO_ISSUER } from '#app/identity/demo-issuer.ts';
import { PERSONAS, type PersonaName, personaToken } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';
import { newCheckedSecret } from '#platform/crypto/checked-secret.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';
import { bearer, secretsOf, sign } from './identity/support/issuer.ts';

const production = secretsOf();

describe('in production', () => {
  const authenticate = createAuthenticate(production);

  it('a token of the configured issuer says who is asking', async () => {
    expect(await authenticate(bearer(await sign()))).toEqual({
      viewer: {
        subject: 'clerk-7',
        role: 'WINDOW',
        name: '窗口',
        divisionCode: '990100',
        actsFor: { agencyCode: 'union', roles: [] },
        personId: undefined,
      },
    });
  });

  it('nothing shown is not the same as something that is no token', async () => {
    expect(await authenticate({})).toEqual({ refusal: { credential: 'NONE', reason: 'MISSING' } });
    for (const authorization of ['Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'x'])
      expect(await authenticate({ authorization })).toEqual({ refusal: { credential: 'NONE', reason: 'MALFORMED' } });
  });

  it('a good token in another scheme, or twice, is refused', async () => {
    const token = await sign();

    for (const authorization of [`Basic ${token}`, token, `Bearer ${token}, Bearer ${token}`])
      expect((await authenticate({ authorization })).viewer).toBeUndefined();
  });

  it.each(Object.keys(PERSONAS) as PersonaName[])('the demonstration’s %s is nobody', async (name) => {
    expect(await authenticate(bearer(await personaToken(name)))).toEqual({
      refusal: { credential: 'TOKEN', reason: 'UNKNOWN_ISSUER' },
    });
  });
});

describe('in the demonstration', () => {
  const authenticate = createAuthenticate(demoSecrets());

  it.each(Object.keys(PERSONAS) as PersonaName[])('%s is who their token says', async (name) => {
    const { viewer } = await authenticate(bearer(await personaToken(name)));

    expect(viewer).toMatchObject({
      subject: `persona:${name}`,
      role: PERSONAS[name].role,
      divisionCode: PERSONAS[name].division,
    });
  });

  it('a token for ever is refused', async () => {
    const demo = { issuer: DEMO_ISSUER, alg: 'HS256', key: demoSecrets().demoTokenKey ?? new Uint8Array() };

    expect((await authenticate(bearer(await sign({ ...demo, expires: null })))).viewer).toBeUndefined();
    expect((await authenticate(bearer(await sign(demo)))).viewer).toBeDefined();
  });
});

describe('at the door of /graphql', () => {
  let house: ServedTestApp;

  beforeAll(async () => {
    house = await serveTestApp({
      authenticate: createAuthenticate({
        ...production,
        // Nobody listens there.
        issuers: [
          ...production.issuers,
          { issuer: 'https://down.example', audience: 'onedoor', jwksUrl: 'http://127.0.0.1:9/' },
        ],
      }),
    });
  });

  afterAll(() => house.close());

  const unauthenticated = (reason: string) => ({
    errors: [
      {
        message: '请出示有效的访问令牌 / a valid access token is required',
        extensions: { code: 'UNAUTHENTICATED', reason },
      },
    ],
  });

  async function ask(headers: Record<string, string>, body = '{"query":"{ viewer { role } }"}'): Promise<Response> {
    return fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }

  it('a good token is let in', async () => {
    const response = await ask(bearer(await sign()));

    expect(await response.json()).toMatchObject({ data: { viewer: { role: 'WINDOW' } } });
  });

  it('without a token: 401, and how to do better', async () => {
    const response = await ask({});

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual(unauthenticated('MISSING'));
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

  it.each([
    ['EXPIRED', 'a genuine token that has ended', () => sign({ issued: '-2h', expires: '-1h' })],
    [
      'INVALID',
      'an expired token that is not genuine',
      async () => `${(await sign({ expires: '-1h' })).slice(0, -8)}AAAAAAAA`,
    ],
    ['INVALID', 'a token for somebody else', () => sign({ audience: 'elsewhere' })],
    ['INVALID', 'a token of a stranger', () => sign({ issuer: 'https://elsewhere.example' })],
    ['INVALID', 'no token at all', () => 'abc.def'],
    ['INVALID', 'a partner key where there are none', () => newCheckedSecret('od_live_')],
  ])('says %s and no more of %s', async (reason, _kind, token) => {
    const response = await ask(bearer(await token()));

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(await response.json()).toEqual(unauthenticated(reason));
  });

  it('asks to come again when nobody can tell whether the token is good', async () => {
    const response = await ask(bearer(await sign({ issuer: 'https://down.example' })));

    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'IDENTITY_PROVIDER_UNAVAILABLE' } }],
    });
  });

  it('answers 401 to whatever a header can hold', async () => {
    const visible = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCodePoint(code)),
      maxLength: 300,
    });

    await fc.assert(
      fc.asyncProperty(visible, async (text) => {
        const response = await ask({ authorization: `Bearer ${text}` });
        await response.body?.cancel();

        expect(response.status).toBe(401);
      }),
      { numRuns: 150 },
    );
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
