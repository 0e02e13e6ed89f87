import { createHash, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { CertificateEntry, type ClientCertificate } from '#app/identity/client-certificates.ts';
import { DEMO_ISSUER } from '#app/identity/demo-issuer.ts';
import { IssuerEntry, type TokenIssuer } from '#app/identity/issuer-file.ts';
import { CRYPTO_SUITES, type CryptoSuite } from '#platform/crypto/crypto-suite.ts';

/** What must never be in the repository, the database or a log: sealing keys and who may issue tokens. */
export interface Secrets {
  readonly sealing: SealingKeys;
  readonly issuers: readonly TokenIssuer[];
  readonly ledger: LedgerSecrets;
  /** Who comes with a certificate that a proxy verifies. */
  readonly clientCertificates?: readonly ClientCertificate[];
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

/** Of the access ledger. */
export interface LedgerSecrets {
  /** Id of the key that new streams are hashed with; the others verify what is there. */
  readonly active: string;
  /** 32 bytes each, by id. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
  /** The 32 bytes of an Ed25519 key; without it anchors are signed with a key derived from the active one. */
  readonly anchorSigningKey?: Uint8Array | undefined;
}

const key = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === 32, 'must be 32 bytes in base64');

const SecretFile = z.strictObject({
  sealing: z.strictObject({ active: z.string().min(1).max(32), keys: z.record(z.string().min(1).max(32), key) }),
  indexKey: key,
  suite: z.enum(CRYPTO_SUITES).default('AES'),
  ledger: z
    .strictObject({
      active: z.string().min(1).max(32),
      keys: z.record(z.string().min(1).max(32), key),
      anchorSigningKey: key.optional(),
    })
    .optional(),
  issuers: z.array(IssuerEntry).default([]),
  clientCertificates: z.array(CertificateEntry).default([]),
});

/** Parses the secret file. Throws with the names of the faulty fields, never with their contents. */
export function parseSecrets(text: string): Secrets {
  const parsed = SecretFile.safeParse(readJson(text));
  if (!parsed.success)
    throw new TypeError(parsed.error.issues.map((issue) => `${nameOf(issue.path)}: ${faultOf(issue)}`).join('; '));
  const { sealing, indexKey, suite, issuers, clientCertificates, ledger } = parsed.data;
  if (!Object.hasOwn(sealing.keys, sealing.active))
    throw new TypeError('sealing.active names a key that is not in sealing.keys');
  if (ledger && !Object.hasOwn(ledger.keys, ledger.active))
    throw new TypeError('ledger.active names a key that is not in ledger.keys');
  const names = issuers.map(({ issuer }) => issuer);
  if (new Set(names).size < names.length) throw new TypeError('issuers names an issuer twice');
  if (names.includes(DEMO_ISSUER)) throw new TypeError('issuers names the issuer of the demonstration');
  return {
    sealing: { active: sealing.active, keys: new Map(Object.entries(sealing.keys)), indexKey, suite },
    issuers,
    clientCertificates,
    ledger: ledgerSecrets(indexKey, ledger),
  };
}

/** What a secret file of before the ledger has, and what its streams stay readable with once it names keys of its own. */
const DERIVED = 'derived';

function ledgerSecrets(
  indexKey: Uint8Array,
  named?: { active: string; keys: Readonly<Record<string, Uint8Array>>; anchorSigningKey?: Uint8Array | undefined },
): LedgerSecrets {
  const derived = new Uint8Array(hkdfSync('sha256', indexKey, '', 'onedoor access ledger', 32));
  return {
    active: named?.active ?? DERIVED,
    keys: new Map([[DERIVED, derived], ...Object.entries(named?.keys ?? {})]),
    anchorSigningKey: named?.anchorSigningKey,
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
  const indexKey = derive('blind index');
  return {
    sealing: {
      active: 'demo',
      keys: new Map([['demo', derive('sealing')]]),
      indexKey,
      suite: 'AES',
    },
    issuers: [],
    ledger: ledgerSecrets(indexKey),
    demoTokenKey: derive('persona tokens'),
  };
}
