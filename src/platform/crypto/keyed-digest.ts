import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';

/** Keyed hash in hex of what somebody said, to tell a repetition from something new without keeping it in the clear. */
export function keyedDigest(crypto: CryptoProvider, text: string): string {
  return Buffer.from(crypto.blindIndex(text, 'digest')).toString('hex');
}
