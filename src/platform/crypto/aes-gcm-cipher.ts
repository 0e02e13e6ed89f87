import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { drawIvs } from '#platform/crypto/draw-ivs.ts';
import type { SealCipher } from '#platform/crypto/seal-cipher.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const OPTIONS = { authTagLength: TAG_BYTES };

/** AES-256-GCM. Layout: header · iv (12) · tag (16) · ciphertext; header and place are the additional data. */
export function createAesGcmCipher(keyBytes: Uint8Array): SealCipher {
  // As a key object: Node takes 14 µs to open a form with a key of bytes and 3 µs with one of these (24.21, 2026-11-21).
  const key = createSecretKey(keyBytes);
  const nextIv = drawIvs(IV_BYTES);
  return {
    seal(clear, header, place) {
      const iv = nextIv();
      const cipher = createCipheriv(ALGORITHM, key, iv, OPTIONS);
      cipher.setAAD(Buffer.concat([header, Buffer.from(place)]));
      // A stream cipher: the last step gives no more bytes, only the tag.
      const body = cipher.update(clear);
      cipher.final();
      return new Uint8Array(Buffer.concat([header, iv, cipher.getAuthTag(), body]));
    },
    open(sealed, header, place) {
      const ivEnd = header.length + IV_BYTES;
      const tagEnd = ivEnd + TAG_BYTES;
      const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(header.length, ivEnd), OPTIONS);
      decipher.setAAD(Buffer.concat([header, Buffer.from(place)]));
      decipher.setAuthTag(sealed.subarray(ivEnd, tagEnd));
      const clear = decipher.update(sealed.subarray(tagEnd));
      decipher.final();
      return new Uint8Array(clear.buffer, clear.byteOffset, clear.byteLength);
    },
  };
}
