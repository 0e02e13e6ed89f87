import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTVerifyOptions } from 'jose';
import { NotAdmittedError, type RefusalReason } from '#app/identity/admission.ts';
import { type ClaimMap, OUR_OWN_CLAIMS, viewerOf } from '#app/identity/claim-map.ts';
import { createCredentialCache } from '#app/identity/credential-cache.ts';
import { AUDIENCE, DEMO_ISSUER } from '#app/identity/demo-issuer.ts';
import type { TokenIssuer } from '#app/identity/issuer-file.ts';
import {
  createRemoteKeys,
  type KeySource,
  KeysUnavailableError,
  type RemoteKeysOptions,
} from '#app/identity/remote-keys.ts';
import type { Secrets } from '#app/secrets.ts';
import type { Viewer } from '#domain/access/viewer.ts';

export type VerifyToken = (token: string) => Promise<Viewer>;

export interface VerifyOptions {
  /** Milliseconds since 1970; real time, never the legal clock of a demonstration. */
  readonly now?: () => number;
  readonly remote?: Pick<RemoteKeysOptions, 'timeoutMs' | 'cooldownMs'>;
  readonly onKeysFault?: (issuer: string, error: unknown) => void;
}

const MOST_CHARACTERS = 8 * 1024;
/** Withdrawing an issuer's key reaches a process that saw the token at the latest after this. */
const CACHED_MS = 60_000;
const LONGEST_KID = 200;
const TOLERANCE_SECONDS = 30;
const MAX_AGE_HOURS = 24;
const ASYMMETRIC = ['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'];

/** What a `typ` may say of a token that opens an API: RFC 9068, or nothing in particular. */
const ACCESS_TOKEN_TYPES: readonly unknown[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
/** What Keycloak and its kin write into the claim `typ` of tokens that open no API. */
const OTHER_TOKENS: readonly unknown[] = ['ID', 'Refresh', 'Offline', 'Logout'];

const HASHES = ['at_hash', 'c_hash', 's_hash'];

type Header = ReturnType<typeof decodeProtectedHeader>;

/** Someone who issues tokens, as the secret file or the demonstration says. */
interface Issuer {
  readonly keys: KeySource;
  readonly claims: ClaimMap;
  readonly options: JWTVerifyOptions;
}

/**
 * Token → viewer. Algorithms are pinned per issuer, so a public key can never pass for a shared secret; keys come from our
 * configuration alone, so headers that bring or point to one (`jwk`, `jku`, `x5c`, `x5u`) mean nothing. Throws
 * NotAdmittedError, and nothing else for whatever may be in a token.
 */
export function createTokenVerifier(secrets: Secrets, options: VerifyOptions = {}): VerifyToken {
  const { now = Date.now } = options;
  const cache = createCredentialCache(CACHED_MS, now);
  let revision = 0;
  const issuers = issuersOf(secrets, options, () => {
    revision += 1;
    cache.clear();
  });

  async function verify(token: string): Promise<{ viewer: Viewer; expiresAtMs: number }> {
    const header = decodeProtectedHeader(token);
    requireReadable(header);
    const issuer = issuers.get(decodeJwt(token).iss ?? '');
    if (!issuer) throw refusal('UNKNOWN_ISSUER');
    const { payload } = await jwtVerify(token, issuer.keys, { ...issuer.options, currentDate: new Date(now()) });
    requireAccessToken(header, payload);
    const viewer = viewerOf(payload, issuer.claims);
    if (!viewer) throw refusal('BAD_CLAIMS');
    return { viewer, expiresAtMs: (payload.exp ?? 0) * 1_000 };
  }

  return async (token) => {
    if (token.length > MOST_CHARACTERS) throw refusal('OVERSIZED');
    const known = cache.find(token);
    if (known) return known;
    try {
      const began = revision;
      const { viewer, expiresAtMs } = await verify(token);
      // What was verified with keys of before is not kept after they changed.
      if (began === revision) cache.keep(token, viewer, expiresAtMs);
      return viewer;
    } catch (error) {
      throw error instanceof NotAdmittedError ? error : refusal(reasonOf(error), error);
    }
  };
}

function issuersOf(secrets: Secrets, options: VerifyOptions, onKeysChanged: () => void): ReadonlyMap<string, Issuer> {
  const issuers = new Map<string, Issuer>();
  for (const entry of secrets.issuers) {
    issuers.set(entry.issuer, {
      keys: keysOf(entry, options, onKeysChanged),
      claims: entry.claims ?? OUR_OWN_CLAIMS,
      options: {
        issuer: entry.issuer,
        audience: entry.audience,
        algorithms: ASYMMETRIC,
        requiredClaims: ['exp', 'iat'],
        maxTokenAge: (entry.maxAgeHours ?? MAX_AGE_HOURS) * 3_600,
        clockTolerance: TOLERANCE_SECONDS,
      },
    });
  }
  const { demoTokenKey } = secrets;
  if (demoTokenKey)
    issuers.set(DEMO_ISSUER, {
      keys: async () => demoTokenKey,
      claims: OUR_OWN_CLAIMS,
      options: { issuer: DEMO_ISSUER, audience: AUDIENCE, algorithms: ['HS256'], requiredClaims: ['exp', 'sub'] },
    });
  return issuers;
}

function keysOf(entry: TokenIssuer, options: VerifyOptions, onKeysChanged: () => void): KeySource {
  if (entry.jwksUrl === undefined) return createLocalJWKSet(entry.jwks ?? { keys: [] });
  const { onKeysFault, remote, now } = options;
  return createRemoteKeys(entry.jwksUrl, {
    ...remote,
    ...(now && { now }),
    onKeysChanged,
    onFault: (error) => onKeysFault?.(entry.issuer, error),
  });
}

function requireReadable({ typ, kid }: Header): void {
  if (!ACCESS_TOKEN_TYPES.includes(typeof typ === 'string' ? typ.toLowerCase() : typ)) throw refusal('WRONG_KIND');
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > LONGEST_KID)) throw refusal('MALFORMED');
}

/**
 * An ID token (身份令牌) tells a client who has signed in and opens nothing; whoever runs a client would otherwise come in
 * with the tokens of everybody who signs in there. One that is bound to a key (`cnf`) is worth nothing without the proof,
 * which is not taken here, so it would pass for whoever stole it. Keycloak before 25 writes `nonce` into access tokens too,
 * and says of them that they are `Bearer`.
 */
function requireAccessToken({ typ }: Header, claims: Readonly<Record<string, unknown>>): void {
  const saysSo = /at\+jwt$/i.test(String(typ)) || claims['typ'] === 'Bearer';
  const ofIdTokens = saysSo ? HASHES : [...HASHES, 'nonce'];
  const isIdToken = ofIdTokens.some((claim) => Object.hasOwn(claims, claim));
  if (isIdToken || OTHER_TOKENS.includes(claims['typ']) || claims['cnf'] !== undefined) throw refusal('WRONG_KIND');
}

function refusal(reason: RefusalReason, cause?: unknown): NotAdmittedError {
  return new NotAdmittedError('TOKEN', reason, { cause });
}

const REASONS: Readonly<Record<string, RefusalReason>> = {
  [errors.JWTExpired.code]: 'EXPIRED',
  [errors.JWSSignatureVerificationFailed.code]: 'BAD_SIGNATURE',
  [errors.JWKSNoMatchingKey.code]: 'UNKNOWN_KEY',
  [errors.JWKSMultipleMatchingKeys.code]: 'UNKNOWN_KEY',
  [errors.JOSEAlgNotAllowed.code]: 'WRONG_KIND',
};

const REASONS_BY_CLAIM: Readonly<Record<string, RefusalReason>> = {
  nbf: 'NOT_YET',
  iat: 'NOT_YET',
  aud: 'WRONG_AUDIENCE',
};

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof KeysUnavailableError) return 'PROVIDER_UNAVAILABLE';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.reason === 'missing' ? 'BAD_CLAIMS' : (REASONS_BY_CLAIM[error.claim] ?? 'BAD_CLAIMS');
  return (error instanceof errors.JOSEError ? REASONS[error.code] : undefined) ?? 'MALFORMED';
}
