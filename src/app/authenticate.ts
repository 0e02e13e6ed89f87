import { createLocalJWKSet, decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { AUDIENCE, DEMO_ISSUER } from '#app/personas.ts';
import type { Secrets } from '#app/secrets.ts';
import { VIEWER_ROLES, type Viewer } from '#domain/access/viewer.ts';
import { AGENCY_ROLES, agencyCode } from '#domain/agencies/agency-code.ts';

export type Authenticate = (authorization: string | undefined) => Promise<Viewer | undefined>;

const Claims = z.object({
  sub: z.string().min(1).max(200),
  name: z.string().max(200).default(''),
  role: z.enum(VIEWER_ROLES),
  division: z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/),
  agency: z.string().optional(),
  roles: z.array(z.enum(AGENCY_ROLES)).default([]),
  person: z.uuid().optional(),
});

const ASYMMETRIC = ['EdDSA', 'ES256', 'ES384', 'RS256', 'PS256'];

/**
 * Token → viewer. Undefined for a missing, malformed, expired, foreign or tampered token alike; the caller answers 401.
 * Algorithms are pinned per issuer, so a public key can never pass for a shared secret.
 */
export function createAuthenticate(secrets: Secrets): Authenticate {
  const issuers = new Map(
    secrets.issuers.map((entry) => [entry.issuer, { ...entry, keys: createLocalJWKSet(entry.jwks) }]),
  );

  async function verify(token: string): Promise<JWTPayload> {
    const { iss } = decodeJwt(token);
    if (iss === DEMO_ISSUER && secrets.demoTokenKey) {
      const options = {
        issuer: DEMO_ISSUER,
        audience: AUDIENCE,
        algorithms: ['HS256'],
        requiredClaims: ['exp', 'sub'],
      };
      return (await jwtVerify(token, secrets.demoTokenKey, options)).payload;
    }
    const known = issuers.get(iss ?? '');
    if (!known) throw new TypeError('unknown issuer');
    const options = {
      issuer: known.issuer,
      audience: known.audience,
      algorithms: ASYMMETRIC,
      requiredClaims: ['exp', 'sub'],
    };
    return (await jwtVerify(token, known.keys, options)).payload;
  }

  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) return undefined;
    try {
      const claims = Claims.parse(await verify(token));
      return {
        subject: claims.sub,
        role: claims.role,
        name: claims.name,
        divisionCode: claims.division,
        actsFor: claims.agency ? { agencyCode: agencyCode(claims.agency), roles: claims.roles } : undefined,
        personId: claims.person,
      };
    } catch {
      return undefined;
    }
  };
}
