import { createAesGcmCipher } from '#platform/crypto/aes-gcm-cipher.ts';
import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';
import type { SealCipher } from '#platform/crypto/seal-cipher.ts';
import { createSm4Cipher } from '#platform/crypto/sm4-cipher.ts';

/** Every key is that long, whatever the algorithm; one that needs several derives them. */
export const KEY_BYTES = 32;

export const CIPHERS: Readonly<Record<CryptoSuite, (key: Uint8Array) => SealCipher>> = {
  AES: createAesGcmCipher,
  SM: createSm4Cipher,
};
