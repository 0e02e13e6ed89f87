import { randomBytes } from 'node:crypto';
import { createBlindIndex } from '#platform/crypto/blind-index.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';
import { createKeyRingProvider } from '#platform/crypto/key-ring-provider.ts';
import { createKeyRing } from '#platform/crypto/key-ring.ts';

/** Seals with a data key that lies in no database. */
export function fixedCrypto(suite: CryptoSuite = 'AES'): CryptoProvider {
  const ring = createKeyRing(new Map());
  ring.replace([{ id: '2611-test', suite, bytes: randomBytes(32), sealsInMs: 0 }]);
  return createKeyRingProvider(ring, createBlindIndex(randomBytes(32), suite));
}
