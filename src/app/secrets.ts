import { createHash } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { CRYPTO_SUITES, type CryptoSuite } from '#platform/crypto/crypto-suite.ts';

/** What must never be in the repository, the database or a log: sealing keys and who may issue tokens. */
export interface Secrets {
  readonly sealing: SealingKeys;
  readonly issuers: readonly TokenIssuer[];
  /** Present in demo mode only: the key that signs the personas' tokens. */
  readonly demoTokenKey?: Uint8Array;
}

export interface SealingKeys {
  /** Id of the key that wraps data keys; the others only open. Ids are short and never reused. */
  readonly active: string;
  /** 32 bytes each, by id. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
  /** 32 bytes, for blind indexes only. */
  readonly indexKey: Uint8Array;
  /** Of new data keys, of their wrapping and, in a new database, of blind indexes; what either suite has sealed opens. */
  readonly suite: CryptoSuite;
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
  suite: z.enum(CRYPTO_SUITES).default('AES'),
  issuers: z
    .array(
      z.strictObject({
        issuer: z.string().min(1),
        audience: z.string().min(1),
        jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }),
      }),
    )
    .default([]),
});

/** Parses the secret file. Throws with the names of the faulty fields, never with their contents. */
export function parseSecrets(text: string): Secrets {
  const parsed = SecretFile.safeParse(readJson(text));
  if (!parsed.success)
    throw new TypeError(parsed.error.issues.map((issue) => `${nameOf(issue.path)}: ${faultOf(issue)}`).join('; '));
  const { sealing, indexKey, suite, issuers } = parsed.data;
  if (!Object.hasOwn(sealing.keys, sealing.active))
    throw new TypeError('sealing.active names a key that is not in sealing.keys');
  return {
    sealing: { active: sealing.active, keys: new Map(Object.entries(sealing.keys)), indexKey, suite },
    issuers,
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text around the fault.
    throw new TypeError('not JSON');
  }
}

/** A key pasted where a name belongs is a content too, so only what looks like a name is repeated. */
function nameOf(path: readonly PropertyKey[]): string {
  return (
    path.map((part) => (/^[A-Za-z][\w-]{0,31}$|^\d{1,3}$/.test(String(part)) ? String(part) : '*')).join('.') ||
    'the file'
  );
}

function faultOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `has fields that do not belong there: ${issue.keys.map((field) => nameOf([field])).join(', ')}`;
  if (issue.code === 'invalid_key') return 'a name of 1 to 32 characters is required';
  return issue.message;
}

/**
 * The same on every demo stack, so that a token or a backup of one works on another. Public on purpose and refused in
 * production, where the secret file alone counts.
 */
export function demoSecrets(): Secrets {
  const derive = (use: string) =>
    new Uint8Array(createHash('sha256').update(`onedoor demonstration, public on purpose: ${use}`).digest());
  return {
    sealing: {
      active: 'demo',
      keys: new Map([['demo', derive('sealing')]]),
      indexKey: derive('blind index'),
      suite: 'AES',
    },
    issuers: [],
    demoTokenKey: derive('persona tokens'),
  };
}
