import type { DataKey, NamedKey } from '#domain/keys/data-key.ts';
import type { KeyRotation, ResealedPage, RotationPlace } from '#domain/keys/key-rotation.ts';

/** Keys in the clear never pass through here. Times are the database's. */
export interface DataKeyStore {
  /** Oldest first. */
  list(): Promise<readonly DataKey[]>;
  /**
   * Makes, wraps and announces a key; answers its id. One at a time over all processes; undefined when the newest one is
   * younger than `ifOlderThanDays`. Inside a transaction.
   */
  create(wish: {
    readonly by: string;
    readonly sealsAfterSeconds: number;
    readonly ifOlderThanDays?: number;
  }): Promise<string | undefined>;
  /** Puts every data key under the wrapping key of now; answers how many were under another. Harmless to repeat. */
  rewrap(): Promise<number>;
  /** False when it seals, waits to seal, or is retired already. It still opens. */
  retire(id: string, by: string): Promise<boolean>;
  /** For good. False unless it has been retired for an hour. */
  destroy(id: string, by: string): Promise<boolean>;
}

/** Turns of a rotation, fenced as those of a rehearsal are. */
export interface KeyRotationStore {
  /** Begins when every transaction that sealed with an older key is over. */
  start(rotation: { readonly id: string; readonly targetKeyId: string; readonly by: string }): Promise<void>;
  find(id: string): Promise<KeyRotation | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly KeyRotation[]>;
  /** Undefined when it is over, has not begun, or somebody is at it. */
  claim(
    id: string,
    leaseSeconds: number,
  ): Promise<{ readonly rotation: KeyRotation; readonly fence: number } | undefined>;
  /** False when somebody else has gone on with it. */
  keepPlace(id: string, fence: number, place: RotationPlace, resealed: number, leaseSeconds: number): Promise<boolean>;
  release(id: string, fence: number): Promise<void>;
  finish(id: string, fence: number, place: RotationPlace): Promise<boolean>;
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; turn: number }[]>;
}

/** Every column that holds sealed values. */
export interface SealedColumnStore {
  /** In the order of a pass. */
  readonly tables: readonly string[];
  /**
   * Seals anew what names an older key than `targetKeyId` in the next `limit` rows. Waits for nobody and overwrites nobody: a
   * row that somebody holds or has changed meanwhile is left for the next pass.
   */
  resealPage(table: string, after: readonly string[], limit: number, targetKeyId: string): Promise<ResealedPage>;
  /** Reads every sealed column whole. */
  countByKey(): Promise<readonly KeyCount[]>;
  /** The columns that name this key. Reads every sealed column whole. */
  naming(key: NamedKey): Promise<readonly string[]>;
}

export interface KeyCount {
  readonly column: string;
  readonly key: NamedKey;
  readonly values: number;
}
