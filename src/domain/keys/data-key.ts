/** A data key (数据密钥) as its row tells of it: everything but the key. */
export interface DataKey {
  readonly id: string;
  readonly algorithm: 'AES' | 'SM';
  /** Of the key of the secret file that it is wrapped with. */
  readonly wrappingKeyId: string;
  readonly state: DataKeyState;
  readonly sealsFrom: Date;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly retiredAt?: Date | undefined;
  readonly destroyedAt?: Date | undefined;
}

/**
 * WAITING until every process knows it · SEALING, one at a time · OPENING what it has sealed · RETIRED: nothing names it,
 * and it still opens · DESTROYED: whatever names it is lost.
 */
export type DataKeyState = 'WAITING' | 'SEALING' | 'OPENING' | 'RETIRED' | 'DESTROYED';

/**
 * Until a new key seals: each process reads the keys every five seconds, and hears of a new one at once, so all of them know
 * it long before they meet a value that names it.
 */
export const SEALS_AFTER_SECONDS = 30;

/**
 * A new key each month: at 500 values a second, well below the 2^32 values after which random nonces of AES-GCM may
 * repeat (NIST SP 800-38D, 8.3).
 */
export const DATA_KEY_DAYS = 30;

/** What a sealed value names: a data key, or a key of the secret file itself (before there were data keys). */
export interface NamedKey {
  readonly kind: 'DATA_KEY' | 'FILE_KEY';
  readonly id: string;
}
