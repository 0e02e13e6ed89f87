import { createHmac, createSecretKey } from 'node:crypto';
import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';

/** Keyed hashes for equality search (盲索引). */
export interface BlindIndex {
  of(clear: string, column: string): Uint8Array<ArrayBuffer>;
  with(suite: CryptoSuite, clear: string, column: string): Uint8Array<ArrayBuffer>;
  /** A database keeps the hash that it was first filled with, whatever seals it today: the index columns are not made anew. */
  settle(suite: CryptoSuite): void;
}

const HASHES: Readonly<Record<CryptoSuite, string>> = { AES: 'sha256', SM: 'sm3' };

/** `key`: 32 bytes, for this alone. */
export function createBlindIndex(key: Uint8Array, suite: CryptoSuite): BlindIndex {
  const indexKey = createSecretKey(key);
  let settled = suite;
  const hash = (by: CryptoSuite, clear: string, column: string) =>
    new Uint8Array(createHmac(HASHES[by], indexKey).update(`${column}\0${clear}`).digest());
  return {
    of: (clear, column) => hash(settled, clear, column),
    with: hash,
    settle: (found) => void (settled = found),
  };
}
