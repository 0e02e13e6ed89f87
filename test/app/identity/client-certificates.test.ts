import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { certificateSettingsShape } from '#app/identity/client-certificates.ts';
import { readEnv } from '#app/read-env.ts';
import { parseSecrets } from '#app/secrets.ts';
import { BadSettingsError, parseSettings } from '#platform/env.ts';
import { parseNetworks } from '#platform/peer-networks.ts';
import { bearer, secretsOf, sign } from './support/issuer.ts';

const FINGERPRINT = 'ab'.repeat(31).concat('0f');
const HEADER = 'x-client-cert-sha256';
const KEY = Buffer.alloc(32, 7).toString('base64');
const PROXY = '10.20.0.7';

/** Self-signed by nobody, its key thrown away; the fingerprint as `openssl x509 -fingerprint -sha256` prints it. */
const PEM = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUWIFe9gSUpKXTih99urYOAPrIevwwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMb25lZG9vciB0ZXN0MCAXDTI2MTEyMTIxMzgxOFoYDzIxMjYx
MDI4MjEzODE4WjAXMRUwEwYDVQQDDAxvbmVkb29yIHRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATPeeY+5nBju76kn9TGtw5vJgp2JtwXFKFlY/YeE86fqlBc
yyTbN0t235qGGHV6wlEbXFxOonRTsi5sf56bUNgUo1MwUTAdBgNVHQ4EFgQUneMy
yabIBDFe1NAkp5EERVtzB74wHwYDVR0jBBgwFoAUneMyyabIBDFe1NAkp5EERVtz
B74wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA6Yqx4pZNK0r0
LP71C6VNV3lsd/cbNFl1vcwlQkrSgpsCIC5tG54k5+iv56i2bUReNDmmPyvMgpAs
18e8nTTh4yXY
-----END CERTIFICATE-----
`;
const PEM_FINGERPRINT =
  '40:9D:17:47:C0:B5:57:0B:79:17:FA:43:76:F7:E8:39:70:DE:77:05:EF:82:39:C7:C3:84:93:86:20:35:6C:AE';

const secretFile = (fingerprint: string) =>
  JSON.stringify({
    sealing: { active: 'a', keys: { a: KEY } },
    indexKey: KEY,
    clientCertificates: [
      {
        fingerprint,
        subject: 'court-machine',
        role: 'AGENCY',
        division: '990101',
        agency: 'court',
        roles: ['COURT_FILING'],
      },
    ],
  });

function door(fingerprint = FINGERPRINT) {
  const refusals: string[] = [];
  const authenticate = createAuthenticate(secretsOf(), {
    certificates: {
      header: HEADER,
      proxies: parseNetworks(PROXY),
      certificates: parseSecrets(secretFile(fingerprint)).clientCertificates ?? [],
    },
    onRefusal: ({ reason }) => void refusals.push(reason),
  });
  return { authenticate, refusals };
}

const COLONS = FINGERPRINT.toUpperCase().match(/../g)?.join(':') ?? '';

describe('a certificate that a trusted proxy has verified', () => {
  it.each([
    FINGERPRINT,
    FINGERPRINT.toUpperCase(),
    COLONS,
    `sha256:${FINGERPRINT}`,
    `SHA256=${COLONS}`,
    ` ${FINGERPRINT} `,
  ])('written as %s says who is asking', async (text) => {
    const { authenticate } = door();

    expect(await authenticate({ headers: { [HEADER]: text }, peer: `::ffff:${PROXY}` })).toMatchObject({
      viewer: { subject: 'court-machine', role: 'AGENCY', actsFor: { agencyCode: 'court', roles: ['COURT_FILING'] } },
    });
  });

  it.each([
    ['another fingerprint', 'cd'.repeat(32), 'UNKNOWN'],
    ['a SHA-1 of it', 'ab'.repeat(20), 'MALFORMED'],
    ['two of them', `${FINGERPRINT}, ${FINGERPRINT}`, 'MALFORMED'],
    ['a part of it', FINGERPRINT.slice(2), 'MALFORMED'],
    ['a text', 'CN=court', 'MALFORMED'],
    ['a broken escape', '%E0%A4%A', 'MALFORMED'],
    ['an escaped nothing', encodeURIComponent('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'), 'MALFORMED'],
  ])('is refused for %s', async (_kind, text, reason) => {
    const { authenticate } = door();

    expect(await authenticate({ headers: { [HEADER]: text }, peer: PROXY })).toEqual({
      refusal: { credential: 'CERTIFICATE', reason },
    });
  });

  it('handed on whole and escaped, as nginx does, is known by its SHA-256', async () => {
    const shown = { headers: { [HEADER]: encodeURIComponent(PEM) }, peer: PROXY };

    expect((await door(PEM_FINGERPRINT).authenticate(shown)).viewer).toMatchObject({ subject: 'court-machine' });
    expect((await door().authenticate(shown)).refusal?.reason).toBe('UNKNOWN');
  });

  it('is none when the proxy saw none', async () => {
    const { authenticate } = door();

    for (const headers of [{}, { [HEADER]: '' }])
      expect(await authenticate({ headers, peer: PROXY })).toEqual({
        refusal: { credential: 'NONE', reason: 'MISSING' },
      });
  });

  it('stands back behind a token', async () => {
    const { authenticate } = door();

    const { viewer } = await authenticate({ ...bearer(await sign()), headers: { [HEADER]: FINGERPRINT }, peer: PROXY });

    expect(viewer).toMatchObject({ subject: 'clerk-7' });
  });
});

describe('the header of anybody else', () => {
  it.each(['10.20.0.8', '127.0.0.1', '::1', undefined])('from %s is refused and counted', async (peer) => {
    const { authenticate, refusals } = door();

    for (const text of [FINGERPRINT, 'cd'.repeat(32), 'x'])
      expect((await authenticate({ headers: { [HEADER]: text }, peer })).viewer).toBeUndefined();

    expect(refusals).toEqual(['SPOOFED', 'SPOOFED', 'SPOOFED']);
  });

  it('takes a good token down with it', async () => {
    const { authenticate } = door();

    expect(
      await authenticate({ ...bearer(await sign()), headers: { [HEADER]: FINGERPRINT }, peer: '10.0.0.1' }),
    ).toEqual({ refusal: { credential: 'CERTIFICATE', reason: 'SPOOFED' } });
  });

  it('means nothing where the mode is off, nor does the word of another header', async () => {
    const off = createAuthenticate(secretsOf());
    const { authenticate } = door();

    expect((await off({ headers: { [HEADER]: FINGERPRINT }, peer: PROXY })).refusal?.reason).toBe('MISSING');
    expect(
      (await authenticate({ headers: { 'x-forwarded-for': PROXY, [HEADER]: FINGERPRINT }, peer: '10.0.0.1' })).refusal,
    ).toMatchObject({ reason: 'SPOOFED' });
  });
});

describe('the settings of the mode', () => {
  it('are read', () => {
    const settings = parseSettings(certificateSettingsShape, {
      ONEDOOR_CLIENT_CERT_HEADER: 'X-Client-Cert-SHA256',
      ONEDOOR_TRUSTED_PROXIES: '10.20.0.7, 10.30.0.0/16',
    });

    expect(settings.ONEDOOR_CLIENT_CERT_HEADER).toBe(HEADER);
    expect(settings.ONEDOOR_TRUSTED_PROXIES.has('10.30.1.1')).toBe(true);
  });

  it.each([
    [{ ONEDOOR_CLIENT_CERT_HEADER: 'authorization' }, 'ONEDOOR_CLIENT_CERT_HEADER'],
    [{ ONEDOOR_CLIENT_CERT_HEADER: HEADER, ONEDOOR_TRUSTED_PROXIES: 'everybody' }, 'ONEDOOR_TRUSTED_PROXIES'],
    [{ ONEDOOR_CLIENT_CERT_HEADER: HEADER }, 'ONEDOOR_TRUSTED_PROXIES'],
  ])('%j are refused', (settings, variable) => {
    const faults = (): readonly string[] => {
      try {
        readEnv({ ONEDOOR_MODE: 'demo', ...settings });
        return [];
      } catch (error) {
        if (!(error instanceof BadSettingsError)) throw error;
        return error.faults.map((fault) => fault.variable);
      }
    };

    expect(faults()).toEqual([variable]);
  });

  it.each(['ab'.repeat(20), 'CN=court', '', `${FINGERPRINT}00`])(
    'a secret file with the fingerprint %j is refused',
    (text) => {
      expect(() => parseSecrets(secretFile(text))).toThrow(/^clientCertificates\.0\.fingerprint: /);
    },
  );
});
