/**
 * Which algorithms seal and index. AES: AES-256-GCM, HMAC-SHA-256. SM: SM4-CTR with HMAC-SM3 over the ciphertext
 * (GB/T 32907, GB/T 32905), HMAC-SM3.
 */
export type CryptoSuite = (typeof CRYPTO_SUITES)[number];

export const CRYPTO_SUITES = ['AES', 'SM'] as const;
