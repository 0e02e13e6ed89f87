import { randomInt } from 'node:crypto';
import type { BlindIndex } from '#platform/crypto/blind-index.ts';
import type { KeyWrapping } from '#platform/crypto/key-wrapping.ts';
import type { Connection } from '#store/database.ts';
import { indexCheck } from '#store/keys/index-check.ts';
import { wakeUp } from '#store/wake-up.ts';

/** What makes rows of data keys: the wrapping keys, and the index key that later processes have to have too. */
export interface KeyMaking {
  readonly wrapping: KeyWrapping;
  readonly index: BlindIndex;
}

export interface DataKeyRow {
  readonly id: string;
  readonly algorithm: string;
  readonly wrapped: Uint8Array;
  readonly indexCheck: Uint8Array;
  /** By the database's clock; negative: its time has come. */
  readonly sealsInMs: number;
  readonly isRetired: boolean;
}

/** Those that still open something, oldest first. */
export function readDataKeyRows(db: Connection): Promise<DataKeyRow[]> {
  return db.$queryRaw<DataKeyRow[]>`
    SELECT id, algorithm, wrapped, index_check AS "indexCheck", retired_at IS NOT NULL AS "isRetired",
           (extract(epoch FROM seals_from - clock_timestamp()) * 1000)::float8 AS "sealsInMs"
      FROM data_key WHERE wrapped IS NOT NULL ORDER BY seals_from, id`;
}

/** Serialises the making of keys over all processes, until the transaction ends. */
export async function lockKeyMaking(db: Connection): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('onedoor.data_key', 0))`;
}

export async function insertDataKey(
  db: Connection,
  { wrapping, index }: KeyMaking,
  { by, sealsAfterSeconds }: { readonly by: string; readonly sealsAfterSeconds: number },
): Promise<string> {
  const id = newKeyId();
  await db.$executeRaw`
    INSERT INTO data_key (id, algorithm, wrapped, wrapping_key_id, index_check, seals_from, created_at, created_by)
    VALUES (${id}, ${wrapping.suite}, ${wrapping.wrapNew(id)}, ${wrapping.keyId}, ${indexCheck(index)},
            clock_timestamp() + make_interval(secs => ${sealsAfterSeconds}), clock_timestamp(), ${by})`;
  await wakeUp(db, 'keys');
  return id;
}

/**
 * The first key of a database seals at once: nobody can have sealed anything with another. Whoever comes second adds none.
 * People who are there already were indexed before there was a choice.
 */
export async function insertFirstDataKey(db: Connection, making: KeyMaking): Promise<void> {
  await lockKeyMaking(db);
  const [{ keys, people }] = await db.$queryRaw<[{ keys: boolean; people: boolean }]>`
    SELECT EXISTS (SELECT 1 FROM data_key) AS keys, EXISTS (SELECT 1 FROM person) AS people`;
  if (keys) return;
  if (people) making.index.settle('AES');
  await insertDataKey(db, making, { by: 'system', sealsAfterSeconds: 0 });
}

const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const RANDOM_LETTERS = 4;

/**
 * `2611-x7k2`: the month for people, and random letters, since a database that was put back from a backup must not give an
 * id a second time.
 */
function newKeyId(): string {
  const month = new Date().toISOString().slice(2, 7).replace('-', '');
  const random = Array.from({ length: RANDOM_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]);
  return `${month}-${random.join('')}`;
}
