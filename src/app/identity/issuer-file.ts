import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { ClaimMap, OUR_OWN_CLAIMS } from '#app/identity/claim-map.ts';

/** Who may issue tokens: its keys stand in the secret file, or are fetched from where it publishes them. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks?: JSONWebKeySet | undefined;
  readonly jwksUrl?: string | undefined;
  /** Absent: our own names. */
  readonly claims?: ClaimMap | undefined;
  /** A token issued longer ago is refused, whatever its end. Absent: a day. */
  readonly maxAgeHours?: number | undefined;
}

/** Keys that verify and can do nothing else: with a shared or a private one here, this file could issue tokens. */
const PublicKey = z
  .looseObject({ kty: z.string() })
  .refine(
    (key) => key.kty !== 'oct' && !Object.hasOwn(key, 'd') && !Object.hasOwn(key, 'k'),
    'must be a public key of an asymmetric pair',
  );

/** An entry of `issuers` in the secret file. */
export const IssuerEntry = z
  .strictObject({
    issuer: z.string().min(1),
    audience: z.string().min(1),
    jwks: z.object({ keys: z.array(PublicKey) }).optional(),
    jwksUrl: z.url().refine(isTrustworthy, 'must be https, or on this machine').optional(),
    claims: ClaimMap.default(OUR_OWN_CLAIMS),
    maxAgeHours: z.number().min(0.1).max(720).optional(),
  })
  .refine(({ jwks, jwksUrl }) => (jwks === undefined) !== (jwksUrl === undefined), 'needs either jwks or jwksUrl');

/** Whoever can change an answer of keys on its way can issue tokens. */
function isTrustworthy(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname))
  );
}
