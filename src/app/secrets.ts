import { createHash } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { SealingKeys } from '#platform/crypto/aes-gcm-provider.ts';

/** What must never be in the repository, the database or a log: sealing keys and who may issue tokens. */
export interface Secrets {
  readonly sealing: SealingKeys;
  readonly issuers: readonly TokenIssuer[];
  /** Present in demo mode only: the key that signs the personas' tokens. */
  readonly demoTokenKey?: Uint8Array;
}

export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: JSONWebKeySet;
}

const key = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64');

const SecretFile = z.strictObject({
  sealing: z.strictObject({ active: z.string().min(1).max(32), keys: z.record(z.string().min(1).max(32), key) }),
  indexKey: key,
  issuers: z
    .array(z.strictObject({ issuer: z.string().min(1), audience: z.string().min(1), jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }) }))
    .default([]),
});

/** Parses the secret file. Throws with the names of the faulty fields, never with their contents. */
export function parseSecrets(text: string): Secrets {
  const parsed = SecretFile.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new TypeError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const { sealing, indexKey, issuers } = parsed.data;
  if (!Object.hasOwn(sealing.keys, sealing.active)) throw new TypeError('sealing.active names a key that is not in sealing.keys');
  return {
    sealing: { active: sealing.active, keys: new Map(Object.entries(sealing.keys)), indexKey },
    issuers,
  };
}

/**
 * The same on every demo stack, so that a token or a backup of one works on another. Public on purpose and refused in
 * production, where the secret file alone counts.
 */
export function demoSecrets(): Secrets {
  const derive = (use: string) => new Uint8Array(createHash('sha256').update(`onedoor demonstration, public on purpose: ${use}`).digest());
  return {
    sealing: { active: 'demo', keys: new Map([['demo', derive('sealing')]]), indexKey: derive('blind index') },
    issuers: [],
    demoTokenKey: derive('persona tokens'),
  };
}
