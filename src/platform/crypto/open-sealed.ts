import { KeyNotHereError, SealBrokenError } from '#platform/crypto/crypto-provider.ts';
import type { SealCipher } from '#platform/crypto/seal-cipher.ts';
import { headerName, headerOf, keyIdOf } from '#platform/crypto/sealed-header.ts';

/** Opens with whatever key the value names. Throws SealBrokenError. */
export function openSealed(
  find: (header: string) => SealCipher | undefined,
  sealed: Uint8Array,
  place: string,
): Uint8Array<ArrayBuffer> {
  const header = headerOf(sealed);
  const cipher = find(headerName(header));
  if (!cipher) throw new SealBrokenError(place, { cause: new KeyNotHereError(keyIdOf(header)) });
  try {
    return cipher.open(sealed, header, place);
  } catch (error) {
    throw new SealBrokenError(place, { cause: error });
  }
}
