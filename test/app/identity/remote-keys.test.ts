import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import type { TokenIssuer } from '#app/identity/issuer-file.ts';
import { bearer, type KeyPair, newKeyPair, publicJwk, secretsOf, sign } from './support/issuer.ts';

/** Where a provider publishes its keys, and what becomes of a request for them. */
let server: Server;
let url: string;
let fetches: number;
let answer: (response: ServerResponse) => void;

const publishing =
  (...keys: readonly KeyPair[]) =>
  (response: ServerResponse): void =>
    void response.end(JSON.stringify({ keys: keys.map(publicJwk) }));

beforeEach(async () => {
  fetches = 0;
  server = createServer((_request, response) => {
    fetches += 1;
    answer(response);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const DAY_MS = 86_400_000;
const [one, two, three] = ['k1', 'k2', 'k3'].map(newKeyPair) as [KeyPair, KeyPair, KeyPair];

function signedBy({ kid, privateKey }: KeyPair, expires: string | number = '3d'): Promise<string> {
  return sign({ header: { kid }, key: privateKey, expires });
}

/** A door that fetches its keys; `now` may be moved ahead, for what does not wait. */
function door({
  cooldownMs = 60,
  timeoutMs = 500,
  ...differs
}: { cooldownMs?: number; timeoutMs?: number } & Partial<TokenIssuer> = {}) {
  let ahead = 0;
  const faults: unknown[] = [];
  const authenticate = createAuthenticate(secretsOf({ jwks: undefined, jwksUrl: url, maxAgeHours: 72, ...differs }), {
    now: () => Date.now() + ahead,
    remote: { cooldownMs, timeoutMs },
    onKeysFault: (_issuer, error) => void faults.push(error),
  });
  return {
    faults,
    forward: (ms: number) => void (ahead += ms),
    show: async (token: string) => (await authenticate(bearer(token))).refusal?.reason ?? 'LET IN',
  };
}

const down = (response: ServerResponse): void => void response.destroy();

describe('keys that a provider publishes', () => {
  it('are fetched once for all who come at the same time', async () => {
    answer = publishing(one);
    const { show } = door();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => signedBy(one)));

    const found = await Promise.all(tokens.map(show));

    expect(new Set(found)).toEqual(new Set(['LET IN']));
    expect(fetches).toBe(1);
  });

  it('are fetched again for a key that is new, and the token is not refused', async () => {
    answer = publishing(one);
    const { show } = door();
    expect(await show(await signedBy(one))).toBe('LET IN');

    // Straight after the fetch, so within the cooldown.
    answer = publishing(one, two);
    const found = await Promise.all(Array.from({ length: 20 }, async () => show(await signedBy(two))));

    expect(new Set(found)).toEqual(new Set(['LET IN']));
    expect(fetches).toBe(2);
  });

  it('changed while they are being fetched are fetched once more', async () => {
    const { show } = door();
    const first = Promise.withResolvers<void>();
    answer = (response) => void first.promise.then(() => publishing(one)(response));
    const early = show(await signedBy(one));
    const late = show(await signedBy(two));
    answer = publishing(one, two);
    first.resolve();

    expect([await early, await late]).toEqual(['LET IN', 'LET IN']);
  });

  it('are asked for no more than once in a cooldown, however many keys are invented', async () => {
    answer = publishing(one);
    const { show } = door({ cooldownMs: 250 });
    expect(await show(await signedBy(one))).toBe('LET IN');
    const began = performance.now();
    const invented = await Promise.all(Array.from({ length: 200 }, (_, at) => signedBy({ ...two, kid: `x${at}` })));

    const found = await Promise.all(invented.map(show));

    expect(new Set(found)).toEqual(new Set(['UNKNOWN_KEY']));
    expect(fetches - 1).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 250) + 1);
  });

  it('are not waited for by more than a few', async () => {
    answer = publishing(one);
    const { show } = door({ cooldownMs: 60_000 });
    expect(await show(await signedBy(one))).toBe('LET IN');
    const invented = await Promise.all(Array.from({ length: 40 }, (_, at) => signedBy({ ...two, kid: `x${at}` })));

    const answered = invented.map(async (token) => show(token));
    const soon = await Promise.all(answered.slice(32));

    expect(soon).toEqual(Array.from({ length: 8 }, () => 'UNKNOWN_KEY'));
    expect(fetches).toBe(1);
  });

  it('go on while the provider is down, for a day', async () => {
    answer = publishing(one);
    const { show, forward } = door();
    expect(await show(await signedBy(one))).toBe('LET IN');
    answer = down;

    forward(23 * 3_600_000);
    expect(await show(await signedBy(one))).toBe('LET IN');
    forward(2 * 3_600_000);
    expect(await show(await signedBy(one))).toBe('PROVIDER_UNAVAILABLE');
    answer = publishing(one);
    forward(60);
    expect(await show(await signedBy(one))).toBe('LET IN');
  });

  it('are renewed in the background when they are old', async () => {
    answer = publishing(one);
    const { show, forward } = door();
    await show(await signedBy(one));
    const held = Promise.withResolvers<void>();
    answer = (response) => void held.promise.then(() => publishing(one, two)(response));

    forward(11 * 60_000);
    const meanwhile = await show(await signedBy(one));
    held.resolve();

    expect(meanwhile).toBe('LET IN');
    expect(await show(await signedBy(two))).toBe('LET IN');
    expect(fetches).toBe(2);
  });

  it('withdrawn are believed no longer, not even of a token that was verified a moment ago', async () => {
    answer = publishing(one, two);
    const { show } = door();
    const token = await signedBy(one);
    expect(await show(token)).toBe('LET IN');
    answer = publishing(two, three);

    expect(await show(await signedBy(three))).toBe('LET IN');
    expect(await show(token)).toBe('UNKNOWN_KEY');
  });
});

describe('a provider that does not answer', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['is down', down],
    ['answers 500', (response) => void response.writeHead(500).end()],
    ['sends us elsewhere', (response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
    ['answers no JSON', (response) => void response.end('<html>')],
    ['answers no keys', (response) => void response.end('{"keys":"none"}')],
    ['answers without end', (response) => void response.end(`{"keys":[],"x":"${'x'.repeat(300_000)}"}`)],
    ['hangs', () => {}],
  ])('because it %s makes it nobody’s fault', async (_kind, how) => {
    answer = how;
    const { show, faults } = door({ timeoutMs: 150 });

    expect(await show(await signedBy(one))).toBe('PROVIDER_UNAVAILABLE');
    expect(faults).toHaveLength(1);
  });

  it('is not asked for each request', async () => {
    answer = down;
    const { show } = door({ cooldownMs: 60_000 });

    for (let request = 0; request < 20; request += 1)
      expect(await show(await signedBy(one))).toBe('PROVIDER_UNAVAILABLE');

    expect(fetches).toBe(1);
  });

  it('leaves a key that nobody knows undecided, and what is known as it was', async () => {
    answer = publishing(one);
    const { show, forward } = door();
    expect(await show(await signedBy(one))).toBe('LET IN');
    answer = down;
    forward(1_000);

    expect(await show(await signedBy(two))).toBe('PROVIDER_UNAVAILABLE');
    expect(await show(await signedBy(one))).toBe('LET IN');
    expect(await show(`${(await signedBy(one)).slice(0, -6)}AAAAAA`)).toBe('BAD_SIGNATURE');
    forward(DAY_MS);
    expect(await show('a.b.c')).toBe('MALFORMED');
  });
});
