import { describe, expect, it } from 'vitest';
import { demoSecrets, parseSecrets } from '#app/secrets.ts';

const KEY = Buffer.alloc(32, 0xab).toString('base64');
const good = {
  sealing: { active: 'k2', keys: { k1: KEY, k2: KEY } },
  indexKey: KEY,
  issuers: [{ issuer: 'https://id.example', audience: 'onedoor', jwks: { keys: [{ kty: 'EC', crv: 'P-256' }] } }],
};

const ISSUER = { issuer: 'https://id.example', audience: 'onedoor', jwksUrl: 'https://id.example/jwks' };
const { jwksUrl: _url, ...KEYLESS } = ISSUER;
const PUBLIC = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
/** What would let somebody else than the provider issue its tokens, and what says nothing. */
const ISSUER_FAULTS: readonly (readonly [string, object, RegExp])[] = [
  ['has an issuer without any keys', KEYLESS, /^issuers\.0: needs either jwks or jwksUrl$/],
  ['has an issuer with keys of two kinds', { ...ISSUER, jwks: { keys: [PUBLIC] } }, /^issuers\.0: needs either/],
  [
    'has a shared key for an issuer',
    { ...KEYLESS, jwks: { keys: [{ kty: 'oct', k: KEY }] } },
    /^issuers\.0\.jwks\.keys\.0: must be/,
  ],
  [
    'has a private key for an issuer',
    { ...KEYLESS, jwks: { keys: [{ ...PUBLIC, d: KEY }] } },
    /^issuers\.0\.jwks\.keys\.0: must be/,
  ],
  [
    'fetches keys in the clear',
    { ...ISSUER, jwksUrl: 'http://id.example/jwks' },
    /^issuers\.0\.jwksUrl: must be https/,
  ],
  ['fetches keys from a file', { ...ISSUER, jwksUrl: 'file:///etc/keys' }, /^issuers\.0\.jwksUrl: must be https/],
  [
    'fetches keys with a password',
    { ...ISSUER, jwksUrl: 'https://u:p@id.example/jwks' },
    /^issuers\.0\.jwksUrl: must be https/,
  ],
  ['lets tokens grow old', { ...ISSUER, maxAgeHours: 10_000 }, /^issuers\.0\.maxAgeHours: /],
  [
    'has a misspelt claim',
    { ...ISSUER, claims: { rolle: 'x' } },
    /^issuers\.0\.claims: has fields that do not belong there: rolle$/,
  ],
];

function faultOf(file: unknown): string {
  try {
    parseSecrets(typeof file === 'string' ? file : JSON.stringify(file));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('no fault was found');
}

describe('the secret file', () => {
  it('is read whole', () => {
    const secrets = parseSecrets(JSON.stringify(good));

    expect(secrets.sealing.active).toBe('k2');
    expect([...secrets.sealing.keys.keys()]).toEqual(['k1', 'k2']);
    expect(secrets.sealing.keys.get('k1')).toEqual(new Uint8Array(32).fill(0xab));
    expect(secrets.issuers[0]?.issuer).toBe('https://id.example');
    expect(secrets.sealing.suite).toBe('AES');
    expect(secrets).not.toHaveProperty('demoTokenKey');
  });

  it('chooses the commercial algorithms', () => {
    expect(parseSecrets(JSON.stringify({ ...good, suite: 'SM' })).sealing.suite).toBe('SM');
  });

  it.each<[string, unknown, RegExp]>([
    ['is no JSON', `{"sealing": {"active": "k1", "keys": {"k1": "${KEY}"`, /^not JSON$/],
    ['is a key and nothing else', KEY, /^not JSON$/],
    ['is a list', [KEY], /^the file: /],
    ['has a key that is no base64', { ...good, indexKey: `${KEY}!` }, /^indexKey: /],
    ['has a key that is too short', { ...good, indexKey: 'QUJD' }, /^indexKey: must be 32 bytes in base64$/],
    ['has a number for a key', { ...good, indexKey: 7 }, /^indexKey: /],
    ['lacks the index key', { ...good, indexKey: undefined }, /^indexKey: /],
    [
      'has a key where a name belongs',
      { ...good, sealing: { active: 'k1', keys: { [KEY]: 'k1' } } },
      /^sealing\.keys\.\*: /,
    ],
    [
      'names a key that is not there',
      { ...good, sealing: { active: 'k3', keys: { k1: KEY } } },
      /^sealing\.active names a key that is not in sealing\.keys$/,
    ],
    [
      'names a key that every object has',
      { ...good, sealing: { active: 'constructor', keys: { k1: KEY } } },
      /^sealing\.active names a key/,
    ],
    ['names a suite that there is not', { ...good, suite: 'DES' }, /^suite: /],
    ['has a key as an unknown field', { ...good, [KEY]: 1 }, /^the file: has fields that do not belong there: \*$/],
    ['has a misspelt field', { ...good, indexkey: KEY }, /^the file: has fields that do not belong there: indexkey$/],
    [
      'names a key of the ledger that is not there',
      { ...good, ledger: { active: 'k2', keys: { k1: KEY } } },
      /^ledger\.active names a key that is not in ledger\.keys$/,
    ],
    [
      'has a signing key for anchors that is too short',
      { ...good, ledger: { active: 'k1', keys: { k1: KEY }, anchorSigningKey: 'QUJD' } },
      /^ledger\.anchorSigningKey: must be 32 bytes in base64$/,
    ],
    [
      'has an issuer without keys',
      { ...good, issuers: [{ issuer: 'https://id.example', audience: 'onedoor', jwks: {} }] },
      /^issuers\.0\.jwks\.keys: /,
    ],
    ...ISSUER_FAULTS.map(
      ([kind, entry, fault]) => [kind, { ...good, issuers: [entry] }, fault] as [string, unknown, RegExp],
    ),
    ['names an issuer twice', { ...good, issuers: [ISSUER, ISSUER] }, /^issuers names an issuer twice$/],
    [
      'names the demonstration’s issuer',
      { ...good, issuers: [{ ...ISSUER, issuer: 'onedoor-demo' }] },
      /^issuers names the issuer of the demonstration$/,
    ],
  ])('that %s: the fault names the field and repeats nothing', (_kind, file, fault) => {
    const message = faultOf(file);

    expect(message).toMatch(fault);
    expect(message).not.toContain(KEY);
    expect(message).not.toContain(KEY.slice(0, 8));
    expect(message).not.toContain('QUJD');
  });

  it('tells every fault at once', () => {
    expect(faultOf({ sealing: { active: '', keys: {} } }).split('; ').length).toBe(2);
  });
});

describe('the demonstration’s secrets', () => {
  it('are the same on every stack, and each of them another', () => {
    const { sealing, demoTokenKey, ledger } = demoSecrets();
    const keys = [sealing.keys.get('demo'), sealing.indexKey, demoTokenKey, ledger.keys.get(ledger.active)].map((key) =>
      Buffer.from(key ?? []).toString('hex'),
    );

    expect(demoSecrets()).toEqual({ sealing, demoTokenKey, ledger, issuers: [] });
    expect(new Set(keys).size).toBe(4);
    expect(keys.every((key) => key.length === 64)).toBe(true);
  });
});
