import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { AUDIENCE } from '#app/identity/demo-issuer.ts';
import type { TokenIssuer } from '#app/identity/issuer-file.ts';
import { demoSecrets, type Secrets } from '#app/secrets.ts';

export const ISSUER = 'https://identity.example';
export const CLAIMS = { role: 'WINDOW', name: '窗口', division: '990100', agency: 'union', roles: [] };

export interface KeyPair {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function newKeyPair(kid: string): KeyPair {
  return { kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

export function publicJwk({ kid, publicKey }: KeyPair) {
  return { ...publicKey.export({ format: 'jwk' }), kty: 'EC', kid, alg: 'ES256', use: 'sig' };
}

export const ours = newKeyPair('k1');
export const foreign = newKeyPair('k1');

/** A production installation that knows one provider. */
export function secretsOf(differs: Partial<TokenIssuer> = {}): Secrets {
  const { sealing, ledger } = demoSecrets();
  return {
    sealing,
    ledger,
    issuers: [{ issuer: ISSUER, audience: AUDIENCE, jwks: { keys: [publicJwk(ours)] }, ...differs }],
  };
}

export interface Wishes {
  readonly payload?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly issuer?: string;
  readonly audience?: string | string[];
  readonly issued?: number | string | null;
  readonly expires?: string | number | null;
  readonly notBefore?: string | number;
  readonly subject?: string | null;
  readonly alg?: string;
  readonly key?: KeyObject | Uint8Array;
}

/** A token that opens the door, but for what the wishes change. */
export function sign({
  payload = CLAIMS,
  header = {},
  issuer = ISSUER,
  audience = AUDIENCE,
  issued,
  expires = '1h',
  notBefore,
  subject = 'clerk-7',
  alg = 'ES256',
  key = ours.privateKey,
}: Wishes = {}): Promise<string> {
  const token = new SignJWT(payload).setIssuer(issuer).setAudience(audience);
  token.setProtectedHeader({ alg, kid: 'k1', ...header });
  if (issued !== null) token.setIssuedAt(issued);
  if (expires !== null) token.setExpirationTime(expires);
  if (notBefore !== undefined) token.setNotBefore(notBefore);
  if (subject !== null) token.setSubject(subject);
  return token.sign(key);
}

export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
