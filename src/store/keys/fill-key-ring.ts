import { KeyNotHereError, SealBrokenError } from '#platform/crypto/crypto-provider.ts';
import type { CryptoSuite } from '#platform/crypto/crypto-suite.ts';
import type { KeyRing, OpenDataKey } from '#platform/crypto/key-ring.ts';
import type { Connection } from '#store/database.ts';
import { type DataKeyRow, type KeyMaking, readDataKeyRows } from '#store/keys/data-key-rows.ts';
import { indexSuiteOf } from '#store/keys/index-check.ts';

/** What keeps data keys from being used here. Ids alone. */
export interface KeyRingFaults {
  /** Data keys whose wrapping key is not in the secret file, or another one of the same name. */
  readonly unopened: readonly string[];
  /** The newest key was made under another index key: nobody would be found by number. */
  readonly isOtherIndex: boolean;
  /** No key at all yet. */
  readonly isEmpty: boolean;
}

/** Reads the data keys into memory. What was opened before is not opened again. */
export async function fillKeyRing(
  db: Connection,
  ring: KeyRing,
  making: KeyMaking,
  opened: Map<string, Uint8Array>,
): Promise<KeyRingFaults> {
  const rows = await readDataKeyRows(db);
  const keys: OpenDataKey[] = [];
  const unopened: string[] = [];
  for (const row of rows) {
    const bytes = opened.get(row.id) ?? tryOpen(row, making);
    if (bytes) {
      opened.set(row.id, bytes);
      keys.push(openKey(row, bytes));
    } else unopened.push(row.id);
  }
  for (const id of opened.keys()) if (!rows.some((row) => row.id === id)) opened.delete(id);
  const newest = rows.at(-1);
  const suite = newest && indexSuiteOf(newest.indexCheck, making.index);
  if (suite) making.index.settle(suite);
  const isOtherIndex = newest !== undefined && suite === undefined;
  ring.replace(isOtherIndex ? keys.map((key) => ({ ...key, sealsInMs: undefined })) : keys);
  return { unopened, isOtherIndex, isEmpty: rows.length === 0 };
}

function tryOpen({ id, wrapped }: DataKeyRow, { wrapping }: KeyMaking): Uint8Array | undefined {
  try {
    return wrapping.unwrap(wrapped, id);
  } catch (error) {
    if (error instanceof SealBrokenError || error instanceof KeyNotHereError) return undefined;
    throw error;
  }
}

function openKey({ id, algorithm, sealsInMs, isRetired }: DataKeyRow, bytes: Uint8Array): OpenDataKey {
  return { id, suite: algorithm as CryptoSuite, bytes, sealsInMs: isRetired ? undefined : sealsInMs };
}
