import { createAesGcmCipher } from '#platform/crypto/aes-gcm-cipher.ts';
import { CIPHERS } from '#platform/crypto/ciphers.ts';
import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';
import type { SealCipher } from '#platform/crypto/seal-cipher.ts';
import { DATA_KEY_FORMATS, FILE_KEY_FORMAT, headerName, sealedHeader } from '#platform/crypto/sealed-header.ts';

/** A data key (数据密钥) in the clear, as it lies in memory and nowhere else. */
export interface OpenDataKey {
  readonly id: string;
  readonly suite: CryptoSuite;
  /** 32. */
  readonly bytes: Uint8Array;
  /** When it may begin to seal, in milliseconds from now; negative: since then. Absent: it only opens. */
  readonly sealsInMs?: number | undefined;
}

/** The data keys of this process, replaced as a whole whenever they are read again. */
export interface KeyRing {
  /** The newest key whose time has come. Throws NoSealingKeyError. */
  sealing(): { readonly header: Buffer; readonly cipher: SealCipher };
  canSeal(): boolean;
  find(header: string): SealCipher | undefined;
  replace(keys: readonly OpenDataKey[]): void;
}

/**
 * Nothing can be sealed: the data keys were never read, or too long ago. Whoever has not looked for that long may hold a
 * key that was destroyed in the meantime, and what is sealed with one never opens again.
 */
export class NoSealingKeyError extends Error {
  override readonly name = 'NoSealingKeyError';

  constructor() {
    super('no data key to seal with: they could not be read from the database, or not for ten minutes');
  }
}

/** Far less than a key has to be retired before it may be destroyed, far more than a database is away. */
const STALE_AFTER_MS = 600_000;

interface RingKey {
  readonly header: Buffer;
  readonly cipher: SealCipher;
  readonly sealsFrom: number;
}

/**
 * `fileKeys` are those of the secret file, for what they sealed before there were data keys. `now` is a clock that only
 * goes forward, in milliseconds: an hour that is put back must not bring back an old key.
 */
export function createKeyRing(
  fileKeys: ReadonlyMap<string, Uint8Array>,
  now: () => number = () => performance.now(),
): KeyRing {
  const ofFile = [...fileKeys].map(
    ([id, bytes]) => [headerName(sealedHeader(FILE_KEY_FORMAT, id)), createAesGcmCipher(bytes)] as const,
  );
  let ciphers: ReadonlyMap<string, SealCipher> = new Map(ofFile);
  let sealers: readonly RingKey[] = [];
  let staleAt = -Infinity;
  let current: RingKey | undefined;
  let currentUntil = -Infinity;

  function choose(): RingKey | undefined {
    const at = now();
    if (current && at < currentUntil) return current;
    current = at < staleAt ? sealers.findLast(({ sealsFrom }) => sealsFrom <= at) : undefined;
    const next = sealers.find(({ sealsFrom }) => sealsFrom > at);
    currentUntil = Math.min(staleAt, next?.sealsFrom ?? Infinity);
    return current;
  }

  return {
    sealing() {
      const key = choose();
      if (!key) throw new NoSealingKeyError();
      return key;
    },
    canSeal: () => choose() !== undefined,
    find: (header) => ciphers.get(header),
    replace(keys) {
      const at = now();
      const known = keys.map(({ id, suite, bytes, sealsInMs }) => {
        const header = sealedHeader(DATA_KEY_FORMATS[suite], id);
        const cipher = ciphers.get(headerName(header)) ?? CIPHERS[suite](bytes);
        return { header, cipher, sealsFrom: sealsInMs === undefined ? undefined : at + sealsInMs };
      });
      ciphers = new Map([...ofFile, ...known.map(({ header, cipher }) => [headerName(header), cipher] as const)]);
      sealers = known
        .filter((key): key is typeof key & RingKey => key.sealsFrom !== undefined)
        .sort((left, right) => left.sealsFrom - right.sealsFrom);
      staleAt = at + STALE_AFTER_MS;
      current = undefined;
    },
  };
}
