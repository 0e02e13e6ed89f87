import type { BlindIndex } from '#platform/crypto/blind-index.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { KeyRing } from '#platform/crypto/key-ring.ts';
import { openSealed } from '#platform/crypto/open-sealed.ts';

/** One for all: making it takes as long as opening a value. */
const UTF8 = new TextDecoder();

/** Seals with the key of the ring whose time it is, opens with any of them; synchronous, without asking the database. */
export function createKeyRingProvider(ring: KeyRing, index: BlindIndex): CryptoProvider {
  return {
    seal(clear, place) {
      const { header, cipher } = ring.sealing();
      return cipher.seal(clear, header, place);
    },
    open: (sealed, place) => openSealed(ring.find, sealed, place),
    openText: (sealed, place) => UTF8.decode(openSealed(ring.find, sealed, place)),
    blindIndex: index.of,
  };
}
