import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { drawIvs } from '#platform/crypto/draw-ivs.ts';
import type { SealCipher } from '#platform/crypto/seal-cipher.ts';

const ALGORITHM = 'sm4-ctr';
const IV_BYTES = 16;
const MAC_BYTES = 32;
const SM4_KEY_BYTES = 16;

/**
 * SM4-CTR, then HMAC-SM3 over everything: Node 24 (OpenSSL 3.5) has SM4 in CTR, CBC, CFB and OFB and no authenticated mode.
 * Layout: header · iv (16) · mac (32) · ciphertext. The two keys are derived from the one given (HKDF-SM3), so that none
 * serves two algorithms.
 */
export function createSm4Cipher(keyBytes: Uint8Array): SealCipher {
  const cipherKey = derive(keyBytes, 'onedoor SM4-CTR', SM4_KEY_BYTES);
  const macKey = derive(keyBytes, 'onedoor HMAC-SM3', MAC_BYTES);
  const nextIv = drawIvs(IV_BYTES);
  return {
    seal(clear, header, place) {
      const iv = nextIv();
      const cipher = createCipheriv(ALGORITHM, cipherKey, iv);
      const body = cipher.update(clear);
      cipher.final();
      return new Uint8Array(Buffer.concat([header, iv, macOf(macKey, header, place, iv, body), body]));
    },
    open(sealed, header, place) {
      const ivEnd = header.length + IV_BYTES;
      const macEnd = ivEnd + MAC_BYTES;
      if (sealed.length < macEnd) throw new RangeError('too short');
      const iv = sealed.subarray(header.length, ivEnd);
      const body = sealed.subarray(macEnd);
      const mac = macOf(macKey, header, place, iv, body);
      if (!timingSafeEqual(mac, sealed.subarray(ivEnd, macEnd))) throw new RangeError('altered or moved');
      const decipher = createDecipheriv(ALGORITHM, cipherKey, iv);
      const clear = decipher.update(body);
      decipher.final();
      return new Uint8Array(clear.buffer, clear.byteOffset, clear.byteLength);
    },
  };
}

/** Header and iv tell their own length; the place is followed by a byte that no UTF-8 text holds. */
function macOf(key: KeyObject, header: Uint8Array, place: string, iv: Uint8Array, body: Uint8Array): Buffer {
  return createHmac('sm3', key).update(header).update(place).update(END_OF_TEXT).update(iv).update(body).digest();
}

const END_OF_TEXT = Buffer.from([0xff]);

function derive(key: Uint8Array, use: string, bytes: number): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sm3', key, '', use, bytes)));
}
