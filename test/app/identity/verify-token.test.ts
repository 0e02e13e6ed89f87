import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { AUDIENCE } from '#app/identity/demo-issuer.ts';
import { bearer, CLAIMS, newKeyPair, ours, publicJwk, secretsOf, sign } from './support/issuer.ts';

const NOW = new Date('2026-11-21T08:00:00Z').getTime();
const second = Math.floor(NOW / 1_000);

/** A door whose clock a test moves. */
function doorAt(start: number, differs = {}) {
  let now = start;
  const authenticate = createAuthenticate(secretsOf(differs), { now: () => now });
  return {
    forward: (ms: number) => void (now += ms),
    show: async (token: string) => (await authenticate(bearer(token))).refusal?.reason ?? 'LET IN',
  };
}

describe('a token', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'JWT', undefined])(
    'of the type %s opens the door',
    async (typ) => {
      const { show } = doorAt(NOW);

      expect(await show(await sign({ issued: second, expires: second + 60, header: typ ? { typ } : {} }))).toBe(
        'LET IN',
      );
    },
  );

  it('with the nonce of a sign-in is taken only when it says that it is an access token', async () => {
    const { show } = doorAt(NOW);
    const times = { issued: second, expires: second + 60 };

    expect(await show(await sign({ ...times, payload: { ...CLAIMS, nonce: 'n' } }))).toBe('WRONG_KIND');
    expect(await show(await sign({ ...times, payload: { ...CLAIMS, nonce: 'n', typ: 'Bearer' } }))).toBe('LET IN');
    expect(await show(await sign({ ...times, payload: { ...CLAIMS, nonce: 'n' }, header: { typ: 'at+jwt' } }))).toBe(
      'LET IN',
    );
    expect(await show(await sign({ ...times, payload: { ...CLAIMS, at_hash: 'h' }, header: { typ: 'at+jwt' } }))).toBe(
      'WRONG_KIND',
    );
  });

  it.each([
    [29, 'LET IN'],
    [31, 'EXPIRED'],
  ])('is taken %i seconds after its end: %s', async (late, expected) => {
    const { show } = doorAt(NOW);

    expect(await show(await sign({ issued: second - 600, expires: second - late }))).toBe(expected);
  });

  it.each([
    [29, 'LET IN'],
    [31, 'NOT_YET'],
  ])('that begins in %i seconds: %s', async (early, expected) => {
    const { show } = doorAt(NOW);

    expect(await show(await sign({ issued: second, notBefore: second + early, expires: second + 600 }))).toBe(expected);
  });

  it('for several audiences is taken when we are one of them', async () => {
    const { show } = doorAt(NOW);

    expect(await show(await sign({ issued: second, expires: second + 60, audience: ['other', AUDIENCE] }))).toBe(
      'LET IN',
    );
  });

  it.each([
    [undefined, 23, 'LET IN'],
    [undefined, 25, 'EXPIRED'],
    [1, 2, 'EXPIRED'],
    [48, 47, 'LET IN'],
  ])('with %j hours as the longest age and issued %i hours ago: %s', async (maxAgeHours, hours, expected) => {
    const { show } = doorAt(NOW, { maxAgeHours });

    expect(await show(await sign({ issued: second - hours * 3_600, expires: second + 86_400 }))).toBe(expected);
  });

  it('needs no kid where the issuer has one key, and is not guessed where it has two of a kind', async () => {
    const token = await sign({ issued: second, expires: second + 60, header: { kid: undefined } });
    const both = { jwks: { keys: [publicJwk(ours), publicJwk(newKeyPair('k2'))] } };

    expect(await doorAt(NOW).show(token)).toBe('LET IN');
    expect(await doorAt(NOW, both).show(token)).toBe('UNKNOWN_KEY');
  });
});

describe('a token that was verified a moment ago', () => {
  it('ends when it ends, not when it is forgotten', async () => {
    const { show, forward } = doorAt(NOW);
    const token = await sign({ issued: second, expires: second + 20 });

    expect(await show(token)).toBe('LET IN');
    forward(49_000);
    expect(await show(token)).toBe('LET IN');
    forward(2_000);
    expect(await show(token)).toBe('EXPIRED');
  });

  it('makes no other token good, not even one with the same claims', async () => {
    const { show } = doorAt(NOW);
    const token = await sign({ issued: second, expires: second + 60 });
    expect(await show(token)).toBe('LET IN');

    expect(await show(`${token.slice(0, -6)}AAAAAA`)).toBe('BAD_SIGNATURE');
  });

  it('is refused each time when it is forged', async () => {
    const forged = newKeyPair('k1');
    const jwks = { keys: [publicJwk(ours)] };
    const { show, forward } = doorAt(NOW, { jwks });
    const token = await sign({ issued: second, expires: second + 3_600, key: forged.privateKey });

    for (let round = 0; round < 3; round += 1) {
      expect(await show(token)).toBe('BAD_SIGNATURE');
      forward(61_000);
    }
  });
});
