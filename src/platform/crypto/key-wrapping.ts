import { hkdfSync, randomBytes } from 'node:crypto';
import { CIPHERS, KEY_BYTES } from '#platform/crypto/ciphers.ts';
import { CRYPTO_SUITES, type CryptoSuite } from '#platform/crypto/crypto-suite.ts';
import { openSealed } from '#platform/crypto/open-sealed.ts';
import type { SealCipher } from '#platform/crypto/seal-cipher.ts';
import { DATA_KEY_FORMATS, headerName, sealedHeader } from '#platform/crypto/sealed-header.ts';

/** The wrapping keys (主密钥) of the secret file, for data keys and nothing else. */
export interface KeyWrapping {
  /** Of the key that wraps now. */
  readonly keyId: string;
  /** Of new data keys. */
  readonly suite: CryptoSuite;
  /** A fresh data key, wrapped; nobody sees it in the clear before it is read back. */
  wrapNew(dataKeyId: string): Uint8Array<ArrayBuffer>;
  /** The same data key under the key that wraps now. Throws SealBrokenError. */
  rewrap(wrapped: Uint8Array, dataKeyId: string): Uint8Array<ArrayBuffer>;
  /** Throws SealBrokenError, with a KeyNotHereError when its wrapping key is not in the secret file. */
  unwrap(wrapped: Uint8Array, dataKeyId: string): Uint8Array<ArrayBuffer>;
}

export interface WrappingKeys {
  /** Id of the key that wraps; the others only open. Ids are short and never reused. */
  readonly active: string;
  /** 32 bytes each, by id. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
  readonly suite: CryptoSuite;
}

const HKDF_HASHES: Readonly<Record<CryptoSuite, string>> = { AES: 'sha256', SM: 'sm3' };

export function createKeyWrapping({ active, keys, suite }: WrappingKeys): KeyWrapping {
  const ciphers = new Map<string, SealCipher>(
    [...keys].flatMap(([id, bytes]) =>
      CRYPTO_SUITES.map((each) => [
        headerName(sealedHeader(DATA_KEY_FORMATS[each], id)),
        CIPHERS[each](wrappingKey(bytes, each)),
      ]),
    ),
  );
  const header = sealedHeader(DATA_KEY_FORMATS[suite], active);
  const wrapping = ciphers.get(headerName(header));
  if (!wrapping) throw new RangeError(`the active sealing key ${active} is not among the keys`);

  const unwrap = (wrapped: Uint8Array, dataKeyId: string) =>
    openSealed((name) => ciphers.get(name), wrapped, placeOf(dataKeyId));
  return {
    keyId: active,
    suite,
    wrapNew: (dataKeyId) => wrapping.seal(randomBytes(KEY_BYTES), header, placeOf(dataKeyId)),
    rewrap: (wrapped, dataKeyId) => wrapping.seal(unwrap(wrapped, dataKeyId), header, placeOf(dataKeyId)),
    unwrap,
  };
}

function placeOf(dataKeyId: string): string {
  return `data_key.wrapped:${dataKeyId}`;
}

/** Not the key of the file itself: that one has sealed values, before there were data keys. */
function wrappingKey(bytes: Uint8Array, suite: CryptoSuite): Uint8Array {
  return new Uint8Array(hkdfSync(HKDF_HASHES[suite], bytes, '', 'onedoor wrapping of data keys', KEY_BYTES));
}
