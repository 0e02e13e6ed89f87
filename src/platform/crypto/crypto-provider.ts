/**
 * Sealing of what must not lie in the database in the clear, behind one interface so that SM4/SM3 can stand in for
 * AES/SHA-256 where the commercial-cryptography rules (密评) ask for it.
 */
export interface CryptoProvider {
  /**
   * Encrypts with the data key whose time it is. `place` names table, column and row; a ciphertext moved to another
   * place does not open there. The result carries the key's id, so old rows stay readable while keys rotate.
   * Throws NoSealingKeyError while this process knows of no key to seal with.
   */
  seal(clear: string | Uint8Array, place: string): Uint8Array<ArrayBuffer>;
  /** Throws SealBrokenError when the bytes were altered, moved, or sealed with a key that is not here. */
  open(sealed: Uint8Array, place: string): Uint8Array<ArrayBuffer>;
  openText(sealed: Uint8Array, place: string): string;
  /**
   * Keyed hash for equality search (盲索引), with a key of its own that never lies in the database: a plain hash of
   * all resident identity numbers can be computed in hours.
   */
  blindIndex(clear: string, column: string): Uint8Array<ArrayBuffer>;
}

/** `cause` tells a key that is not here (KeyNotHereError, with its id) from bytes that do not fit it. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';

  constructor(place: string, options?: { cause?: unknown }) {
    super(`sealed value at ${place} cannot be opened`, options);
  }
}

/** Names the key and never the value. An id that looks like no id of ours may be anything, so it is not repeated. */
export class KeyNotHereError extends Error {
  override readonly name = 'KeyNotHereError';

  constructor(keyId: string) {
    super(`the key ${/^[\w-]{1,32}$/.test(keyId) ? keyId : '(unreadable)'} is not in memory`);
  }
}
