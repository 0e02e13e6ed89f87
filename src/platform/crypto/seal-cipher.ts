/** One key at work. The header and the place are authenticated with the value; the header comes first in the result. */
export interface SealCipher {
  seal(clear: string | Uint8Array, header: Uint8Array, place: string): Uint8Array<ArrayBuffer>;
  /** `header` is the beginning of `sealed`. Throws when anything does not fit; the caller says where. */
  open(sealed: Uint8Array, header: Uint8Array, place: string): Uint8Array<ArrayBuffer>;
}
