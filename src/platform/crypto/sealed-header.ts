import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';

/**
 * What a sealed value begins with: format (1) · length of the key's id (1) · the id. The format says the algorithm and
 * where the key lies: 1 was sealed with a key of the secret file itself, before there were data keys (ADR 0023).
 */
export const FILE_KEY_FORMAT = 1;
export const DATA_KEY_FORMATS: Readonly<Record<CryptoSuite, number>> = { AES: 2, SM: 3 };
const FIXED_BYTES = 2;

export function sealedHeader(format: number, keyId: string): Buffer<ArrayBuffer> {
  return Buffer.concat([Buffer.from([format, Buffer.byteLength(keyId)]), Buffer.from(keyId)]);
}

/** Shorter than it says where bytes are missing; then no key is found under it. */
export function headerOf(sealed: Uint8Array): Uint8Array {
  return sealed.subarray(0, FIXED_BYTES + (sealed[1] ?? 0));
}

/** The header as a text to look keys up by. */
export function headerName(header: Uint8Array): string {
  return String.fromCharCode(...header);
}

export function formatOf(header: Uint8Array): number | undefined {
  return header[0];
}

export function keyIdOf(header: Uint8Array): string {
  return Buffer.from(header.subarray(FIXED_BYTES)).toString();
}
