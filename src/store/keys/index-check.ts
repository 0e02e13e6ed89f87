import type { BlindIndex } from '#platform/crypto/blind-index.ts';
import { CRYPTO_SUITES, type CryptoSuite } from '#platform/crypto/crypto-suite.ts';

const TEXT = 'the index key is the same';
const COLUMN = 'data_key.index_check';

/** What tells a later process whether its index key is the one this database was filled with, and which hash was. */
export function indexCheck(index: BlindIndex): Uint8Array<ArrayBuffer> {
  return index.of(TEXT, COLUMN);
}

/** Undefined: made with another index key. */
export function indexSuiteOf(check: Uint8Array, index: BlindIndex): CryptoSuite | undefined {
  return CRYPTO_SUITES.find((suite) => Buffer.from(check).equals(index.with(suite, TEXT, COLUMN)));
}
