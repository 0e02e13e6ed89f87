import { generateKeyPairSync, sign as rawSign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import type { RefusalReason } from '#app/identity/admission.ts';
import { AUDIENCE, DEMO_ISSUER } from '#app/identity/demo-issuer.ts';
import { PERSONAS, personaToken } from '#app/personas.ts';
import { demoSecrets } from '#app/secrets.ts';
import { bearer, CLAIMS, foreign, ISSUER, ours, publicJwk, secretsOf, sign } from './support/issuer.ts';

type Parts = readonly [string, string, string];
type Tamper = readonly [kind: string, reasons: readonly RefusalReason[], token: () => string | Promise<string>];

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
const seconds = (fromNow: number): number => Math.floor(Date.now() / 1_000) + fromNow;

async function parts(): Promise<Parts> {
  const [head = '', body = '', signature = ''] = (await sign()).split('.');
  return [head, body, signature];
}

/** Correctly signed with our provider's own key, header and claims as given. */
function signedRaw(header: unknown, claims: unknown): string {
  const text = `${encode(header)}.${encode(claims)}`;
  const signature = rawSign('sha256', Buffer.from(text), { key: ours.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

const HEADER = { alg: 'ES256', kid: 'k1' };
const claimsNow = (): Record<string, unknown> => ({
  ...CLAIMS,
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'clerk-7',
  iat: seconds(0),
  exp: seconds(600),
});

const ANY_SIGNATURE: readonly RefusalReason[] = ['BAD_SIGNATURE'];

/** Each claim, changed without the key. */
const changedClaims = Object.entries({
  role: 'SUPERVISOR',
  division: '990101',
  agency: 'court',
  roles: ['COURT_FILING'],
  sub: 'clerk-8',
  exp: seconds(86_400),
  iat: seconds(-10),
  name: 'x',
  person: '01990000-0000-7000-8000-000000000001',
}).map(([claim, value]): Tamper => [
  `whose ${claim} was changed`,
  ANY_SIGNATURE,
  async () => {
    const [head, body, signature] = await parts();
    return `${head}.${encode({ ...decode(body), [claim]: value })}.${signature}`;
  },
]);

/** Each claim, missing or wrong, under a good signature. */
const WRONG_CLAIMS: readonly (readonly [string, unknown, RefusalReason])[] = [
  ['iss', undefined, 'UNKNOWN_ISSUER'],
  ['iss', 'https://elsewhere.example', 'UNKNOWN_ISSUER'],
  ['iss', `${ISSUER}/`, 'UNKNOWN_ISSUER'],
  ['iss', 'constructor', 'UNKNOWN_ISSUER'],
  ['iss', '__proto__', 'UNKNOWN_ISSUER'],
  ['iss', DEMO_ISSUER, 'UNKNOWN_ISSUER'],
  ['iss', [ISSUER], 'UNKNOWN_ISSUER'],
  ['iss', 7, 'UNKNOWN_ISSUER'],
  ['aud', undefined, 'BAD_CLAIMS'],
  ['aud', 'elsewhere', 'WRONG_AUDIENCE'],
  ['aud', `${AUDIENCE} elsewhere`, 'WRONG_AUDIENCE'],
  ['aud', AUDIENCE.toUpperCase(), 'WRONG_AUDIENCE'],
  ['aud', ['elsewhere'], 'WRONG_AUDIENCE'],
  ['aud', [], 'WRONG_AUDIENCE'],
  ['sub', undefined, 'BAD_CLAIMS'],
  ['sub', '', 'BAD_CLAIMS'],
  ['sub', 7, 'BAD_CLAIMS'],
  ['sub', ['a', 'b'], 'BAD_CLAIMS'],
  ['sub', 'x'.repeat(201), 'BAD_CLAIMS'],
  ['exp', undefined, 'BAD_CLAIMS'],
  ['exp', seconds(-31), 'EXPIRED'],
  ['exp', 0, 'EXPIRED'],
  ['exp', -1, 'EXPIRED'],
  ['exp', String(seconds(600)), 'BAD_CLAIMS'],
  ['iat', undefined, 'BAD_CLAIMS'],
  ['iat', seconds(90), 'NOT_YET'],
  ['iat', seconds(-25 * 3_600), 'EXPIRED'],
  ['iat', 'yesterday', 'NOT_YET'],
  ['nbf', seconds(90), 'NOT_YET'],
  ['nbf', 'tomorrow', 'NOT_YET'],
  ['role', undefined, 'BAD_CLAIMS'],
  ['role', 'EMPEROR', 'BAD_CLAIMS'],
  ['role', 'constructor', 'BAD_CLAIMS'],
  ['role', ['WINDOW', 'SUPERVISOR'], 'BAD_CLAIMS'],
  ['division', undefined, 'BAD_CLAIMS'],
  ['division', '', 'BAD_CLAIMS'],
  ['division', '99', 'BAD_CLAIMS'],
  ['division', '990100%', 'BAD_CLAIMS'],
  ['agency', '../court', 'BAD_CLAIMS'],
  ['agency', ['court', 'union'], 'BAD_CLAIMS'],
  ['roles', ['EVERYTHING'], 'BAD_CLAIMS'],
  ['person', 'me', 'BAD_CLAIMS'],
  // ID tokens and other kinds that open no API, and tokens bound to a key whose proof is not asked for.
  ['nonce', 'n', 'WRONG_KIND'],
  ['at_hash', 'h', 'WRONG_KIND'],
  ['c_hash', 'h', 'WRONG_KIND'],
  ['typ', 'ID', 'WRONG_KIND'],
  ['typ', 'Refresh', 'WRONG_KIND'],
  ['typ', 'Offline', 'WRONG_KIND'],
  ['cnf', { jkt: 'x' }, 'WRONG_KIND'],
  ['cnf', { 'x5t#S256': 'x' }, 'WRONG_KIND'],
];

const wrongClaims = WRONG_CLAIMS.map(([claim, value, reason]): Tamper => [
  `whose ${claim} is ${JSON.stringify(value)?.slice(0, 40) ?? 'missing'}`,
  [reason],
  () => signedRaw(HEADER, { ...claimsNow(), [claim]: value }),
]);

/** Each header a token can have, over claims that are right. */
const HEADERS: readonly (readonly [string, Record<string, unknown>, readonly RefusalReason[]])[] = [
  ['alg none', { alg: 'none' }, ['WRONG_KIND', 'MALFORMED']],
  ['alg None', { alg: 'None', kid: 'k1' }, ['WRONG_KIND', 'MALFORMED']],
  ['alg NONE', { alg: 'NONE', kid: 'k1' }, ['WRONG_KIND', 'MALFORMED']],
  ...['HS256', 'HS384', 'HS512', 'ES512', 'RSA1_5', 'dir', 'es256', 'ES256K', ''].map(
    (alg) => [`alg ${alg}`, { alg, kid: 'k1' }, ['WRONG_KIND', 'MALFORMED']] as const,
  ),
  ...['RS256', 'PS256', 'ES384', 'EdDSA'].map(
    (alg) => [`alg ${alg} for a key of another kind`, { alg, kid: 'k1' }, ['UNKNOWN_KEY']] as const,
  ),
  ['alg 7', { alg: 7, kid: 'k1' }, ['MALFORMED']],
  ['no alg', { kid: 'k1' }, ['MALFORMED']],
  ['a kid nobody has', { alg: 'ES256', kid: 'k2' }, ['UNKNOWN_KEY']],
  ['a kid that is a path', { alg: 'ES256', kid: '../../../../dev/null' }, ['UNKNOWN_KEY']],
  ['a kid that is SQL', { alg: 'ES256', kid: "' UNION SELECT 'x" }, ['UNKNOWN_KEY']],
  ['a kid of every object', { alg: 'ES256', kid: '__proto__' }, ['UNKNOWN_KEY']],
  ['a kid that is a list', { alg: 'ES256', kid: ['k1'] }, ['MALFORMED']],
  ['a kid without end', { alg: 'ES256', kid: 'k'.repeat(201) }, ['MALFORMED']],
  ...['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'id+jwt', 'JOSE', 7, null].map(
    (typ) => [`typ ${typ}`, { ...HEADER, typ }, ['WRONG_KIND']] as const,
  ),
  ['crit of something unknown', { ...HEADER, crit: ['urn:x'], 'urn:x': 1 }, ['MALFORMED']],
  ['crit b64 false', { ...HEADER, crit: ['b64'], b64: false }, ['MALFORMED', 'BAD_SIGNATURE']],
  ['an encrypted token’s header', { alg: 'RSA-OAEP', enc: 'A256GCM' }, ['WRONG_KIND', 'MALFORMED']],
];

const wrongHeaders = HEADERS.map(([kind, header, reasons]): Tamper => [
  `with ${kind}`,
  reasons,
  () => signedRaw(header, claimsNow()),
]);

/** A key brought along or pointed to, under a signature that it verifies. */
const FOREIGN_JWK = publicJwk(foreign);
const broughtKeys = Object.entries({
  jwk: FOREIGN_JWK,
  jku: 'http://127.0.0.1:9/jwks',
  x5u: 'http://127.0.0.1:9/cert',
  x5c: ['AAAA'],
  'x5t#S256': 'x',
}).map(([name, value]): Tamper => [
  `with a ${name} of its own`,
  ['BAD_SIGNATURE', 'MALFORMED'],
  () => sign({ key: foreign.privateKey, header: { [name]: value } }),
]);

const publicPem = (): Uint8Array => Buffer.from(ours.publicKey.export({ type: 'spki', format: 'pem' }) as string);
const publicDer = (): Uint8Array => Buffer.from(ours.publicKey.export({ type: 'spki', format: 'der' }) as Buffer);
const jwkText = JSON.stringify(publicJwk(ours));

/** A public key that everybody knows, used as a shared secret. */
const confusions = (['HS256', 'HS384', 'HS512'] as const).flatMap((alg): readonly Tamper[] => [
  [`with ${alg} over the public key as PEM`, ['WRONG_KIND'], () => sign({ alg, key: publicPem() })],
  [`with ${alg} over the public key as DER`, ['WRONG_KIND'], () => sign({ alg, key: publicDer() })],
  [`with ${alg} over the public key as JWK`, ['WRONG_KIND'], () => sign({ alg, key: Buffer.from(jwkText) })],
  [`with ${alg} over nothing`, ['WRONG_KIND'], () => sign({ alg, key: new Uint8Array(64) })],
]);

const signatures: readonly Tamper[] = [
  ['of another key', ANY_SIGNATURE, () => sign({ key: foreign.privateKey })],
  ['without a signature', ANY_SIGNATURE, async () => (await parts()).slice(0, 2).join('.').concat('.')],
  ['of two parts', ['MALFORMED'], async () => (await parts()).slice(0, 2).join('.')],
  ['of four parts', ['MALFORMED'], async () => `${(await parts()).join('.')}.AAAA`],
  ['of five parts', ['MALFORMED'], async () => `${(await parts()).join('.')}.AAAA.AAAA`],
  ['with a cut signature', ANY_SIGNATURE, async () => (await sign()).slice(0, -4)],
  ['with a longer signature', ANY_SIGNATURE, async () => `${await sign()}AAAA`],
  ['with a signature of zeros', ANY_SIGNATURE, async () => withSignature(Buffer.alloc(64))],
  ['with a signature in DER', ['BAD_SIGNATURE', 'MALFORMED'], () => inDer()],
  ['in the other alphabet of base64', ['MALFORMED'], async () => `${await sign()}+/=`],
  ['that is empty', ['MALFORMED'], () => ''],
  ['that is three dots', ['MALFORMED'], () => '...'],
  ['whose parts are no JSON', ['MALFORMED'], () => `${encode('x')}.${encode('y')}.AAAA`],
  ['whose claims are a list', ['MALFORMED'], () => signedRaw(HEADER, [claimsNow()])],
  ['whose claims are null', ['MALFORMED'], () => signedRaw(HEADER, null)],
  ['that is too long', ['OVERSIZED'], () => signedRaw(HEADER, { ...claimsNow(), more: 'x'.repeat(8_192) })],
  ['of the demonstration', ['UNKNOWN_ISSUER'], () => personaToken('operator')],
  ['signed with the demonstration’s key', ['WRONG_KIND'], () => demoSigned(ISSUER)],
  ['calling itself the demonstration’s', ['UNKNOWN_ISSUER'], () => sign({ issuer: DEMO_ISSUER })],
  ['of another algorithm’s key', ANY_SIGNATURE, () => edSigned()],
];

async function withSignature(bytes: Uint8Array): Promise<string> {
  const [head, body] = await parts();
  return `${head}.${body}.${Buffer.from(bytes).toString('base64url')}`;
}

async function inDer(): Promise<string> {
  const [head, body] = await parts();
  return withSignature(rawSign('sha256', Buffer.from(`${head}.${body}`), ours.privateKey));
}

function demoSigned(issuer: string): Promise<string> {
  return sign({
    issuer,
    alg: 'HS256',
    key: demoSecrets().demoTokenKey ?? new Uint8Array(),
    payload: PERSONAS.operator,
  });
}

function edSigned(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = `${encode(HEADER)}.${encode(claimsNow())}`;
  return `${text}.${rawSign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

const TAMPERED: readonly Tamper[] = [
  ...changedClaims,
  ...wrongClaims,
  ...wrongHeaders,
  ...broughtKeys,
  ...confusions,
  ...signatures,
];

describe(`the ${TAMPERED.length} ways to tamper with a token`, () => {
  const authenticate = createAuthenticate(secretsOf());

  it('begin from one that is good', async () => {
    expect(await authenticate(bearer(signedRaw(HEADER, claimsNow())))).toMatchObject({ viewer: { role: 'WINDOW' } });
    expect(TAMPERED.length).toBeGreaterThan(120);
    expect(new Set(TAMPERED.map(([kind]) => kind)).size).toBe(TAMPERED.length);
  });

  it.each(TAMPERED)('a token %s is refused', async (_kind, reasons, token) => {
    const { viewer, refusal } = await authenticate(bearer(await token()));

    expect(viewer).toBeUndefined();
    expect(reasons).toContain(refusal?.reason);
  });

  it('any one bit of a good token changed is refused, except those that base64 does not use', async () => {
    const good = await sign();
    const read = (text: string): string =>
      text
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('hex'))
        .join('.');

    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 0, max: 6 }), async (at, bit) => {
        const changed = Buffer.from(good);
        changed.writeUInt8((changed[at] ?? 0) ^ (1 << bit), at);
        const { viewer } = await authenticate(bearer(changed.toString('latin1')));

        expect(viewer !== undefined && read(changed.toString()) !== read(good)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('whatever is shown', () => {
  const houses = [createAuthenticate(secretsOf()), createAuthenticate(demoSecrets())];
  const base64 = fc.string({ unit: fc.constantFrom(...'AZaz09-_'), maxLength: 60 });
  const shown = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.tuple(base64, base64, base64).map((three) => `Bearer ${three.join('.')}`),
    fc
      .tuple(fc.json({ maxDepth: 3 }), fc.json({ maxDepth: 3 }), base64)
      .map(([head, body, end]) => `Bearer ${encode(head)}.${encode(body)}.${end}`),
    fc
      .record({ alg: fc.anything(), kid: fc.anything(), typ: fc.anything() }, { requiredKeys: [] })
      .map((head) => `Bearer ${encode(safeJson(head))}.${encode({ iss: ISSUER })}.AAAA`),
    fc.string({ maxLength: 80 }).map((rest) => `Bearer od_live_${rest}`),
    fc.string({ maxLength: 20_000, minLength: 8_000 }).map((rest) => `bearer ${rest}`),
  );

  it('gives no viewer, and never an error that is ours', async () => {
    await fc.assert(
      fc.asyncProperty(shown, fc.constantFrom(...houses), async (authorization, authenticate) => {
        const { viewer, refusal } = await authenticate({ authorization });

        expect(viewer).toBeUndefined();
        expect(refusal?.reason).toBeDefined();
        expect(['PROVIDER_UNAVAILABLE', 'STORE_UNAVAILABLE']).not.toContain(refusal?.reason);
      }),
      { numRuns: 2_000 },
    );
  });
});

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return '{}';
  }
}
