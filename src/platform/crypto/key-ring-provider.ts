import { createHmac, createSecretKey } from 'node:crypto';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { type CryptoSuite, INDEX_HASHES } from '#platform/crypto/crypto-suite.ts';
import type { KeyRing } from '#platform/crypto/key-ring.ts';
import { openSealed } from '#platform/crypto/open-sealed.ts';

/** One for all: making it takes as long as opening a value. */
const UTF8 = new TextDecoder();

export interface IndexSettings {
  readonly suite: CryptoSuite;
  /** 32 bytes, for blind indexes only. */
  readonly indexKey: Uint8Array;
}

/** Seals with the key of the ring whose time it is, opens with any of them; synchronous, without asking the database. */
export function createKeyRingProvider(ring: KeyRing, index: IndexSettings): CryptoProvider {
  const indexKey = createSecretKey(index.indexKey);
  const indexHash = INDEX_HASHES[index.suite];
  return {
    seal(clear, place) {
      const { header, cipher } = ring.sealing();
      return cipher.seal(clear, header, place);
    },
    open: (sealed, place) => openSealed(ring.find, sealed, place),
    openText: (sealed, place) => UTF8.decode(openSealed(ring.find, sealed, place)),
    blindIndex: (clear, column) =>
      new Uint8Array(createHmac(indexHash, indexKey).update(`${column}\0${clear}`).digest()),
  };
}
