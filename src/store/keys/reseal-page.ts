import type { ResealedPage } from '#domain/keys/key-rotation.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { type CryptoProvider, SealBrokenError } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { placeOf, type SealedTable } from '#store/keys/sealed-columns.ts';

export interface PageWish {
  /** Key of the last row of the page before; empty: from the beginning. */
  readonly after: readonly string[];
  readonly limit: number;
  /** What begins with one of these is left as it is. */
  readonly kept: readonly Buffer[];
}

type KeyColumn = SealedTable['key'][number];

/** How a key column is written as text and read from it, whatever the session's settings. */
const AS_TEXT: Readonly<Record<KeyColumn['type'], (column: string) => string>> = {
  uuid: (column) => `${column}::text`,
  text: (column) => column,
  int: (column) => `${column}::text`,
  bytea: (column) => `encode(${column}, 'hex')`,
  date: (column) => `to_char(${column}, 'YYYY-MM-DD')`,
};
const FROM_TEXT: Readonly<Record<KeyColumn['type'], (text: Prisma.Sql) => Prisma.Sql>> = {
  uuid: (text) => Prisma.sql`${text}::uuid`,
  text: (text) => Prisma.sql`${text}::text`,
  int: (text) => Prisma.sql`${text}::int`,
  bytea: (text) => Prisma.sql`decode(${text}, 'hex')`,
  date: (text) => Prisma.sql`${text}::date`,
};

interface Resealed {
  readonly key: readonly string[];
  readonly was: Uint8Array;
  readonly becomes: Uint8Array;
}

/** Two statements a page and one for each column that has something to write, each a transaction of its own. */
export async function resealPage(
  db: Connection,
  crypto: CryptoProvider,
  table: SealedTable,
  wish: PageWish,
): Promise<ResealedPage> {
  const rows = await readPage(db, table, wish);
  const writes = new Map<string, Resealed[]>(table.columns.map((column) => [column, []]));
  const found = new Set<Row>();
  let broken = 0;
  for (const row of rows)
    for (const [index, column] of table.columns.entries()) {
      const was = row[`c${index}`] as Uint8Array | null;
      if (!was) continue;
      const becomes = tryReseal(crypto, was, placeOf(table, column, keyOf(table, row)));
      if (!becomes) {
        broken += 1;
        continue;
      }
      found.add(row);
      writes.get(column)?.push({ key: keyOf(table, row), was, becomes });
    }
  let resealed = 0;
  for (const [column, values] of writes)
    if (values.length > 0) resealed += await write(db, table, Prisma.raw(column), values);
  const last = rows.at(-1);
  const isFull = rows.length === wish.limit;
  return {
    examined: rows.length,
    found: found.size,
    resealed,
    broken,
    lastKey: last && isFull ? keyOf(table, last) : undefined,
  };
}

type Row = Readonly<Record<string, unknown>>;

/** Each row with its key (k0, k1, …) and those of its sealed values (c0, …) that name an older key. */
function readPage(db: Connection, { table, key, columns }: SealedTable, { after, limit, kept }: PageWish) {
  const keys = key.map(({ column, type }, index) => Prisma.raw(`${AS_TEXT[type](column)} AS k${index}`));
  const values = columns.map((name, index) => {
    const column = Prisma.raw(name);
    const isKept = kept.map((header) => Prisma.sql`substring(${column} FROM 1 FOR ${header.length}::int) = ${header}`);
    return Prisma.sql`CASE WHEN NOT (${Prisma.join(isKept, ' OR ')}) THEN ${column} END AS ${Prisma.raw(`c${index}`)}`;
  });
  const order = Prisma.raw(key.map(({ column }) => column).join(', '));
  const last = key.map(({ type }, index) => FROM_TEXT[type](Prisma.sql`${after[index] ?? ''}`));
  const where = after.length > 0 ? Prisma.sql`WHERE (${order}) > (${Prisma.join(last)})` : Prisma.empty;
  return db.$queryRaw<Row[]>`
    SELECT ${Prisma.join([...keys, ...values])} FROM ${Prisma.raw(`"${table}"`)} ${where} ORDER BY ${order} LIMIT ${limit}`;
}

/**
 * Writes where the old bytes still stand. Rows that somebody holds are passed over: so this waits for nobody, and whoever
 * never waits is part of no deadlock. NO KEY, as an UPDATE of these columns is: foreign keys may be checked meanwhile.
 */
async function write(db: Connection, { table, key }: SealedTable, column: Prisma.Sql, values: readonly Resealed[]) {
  const name = Prisma.raw(`"${table}"`);
  const keys = key.map((_, index) => Prisma.sql`${values.map((value) => value.key[index] ?? '')}::text[]`);
  const names = Prisma.raw(key.map((_, index) => `k${index}`).join(', '));
  const isRow = Prisma.join(
    key.map(
      (each, index) => Prisma.sql`t.${Prisma.raw(each.column)} = ${FROM_TEXT[each.type](Prisma.raw(`w.k${index}`))}`,
    ),
    ' AND ',
  );
  const isSame = Prisma.raw(key.map((each) => `t.${each.column} = free.${each.column}`).join(' AND '));
  const keyColumns = Prisma.raw(key.map((each) => `t.${each.column}`).join(', '));
  return db.$executeRaw`
    WITH free AS (
      SELECT ${keyColumns}, w.becomes
        FROM unnest(${Prisma.join(keys)}, ${values.map(({ was }) => was)}::bytea[], ${values.map(({ becomes }) => becomes)}::bytea[])
             AS w(${names}, was, becomes)
        JOIN ${name} t ON ${isRow}
       WHERE t.${column} = w.was
         FOR NO KEY UPDATE OF t SKIP LOCKED)
    UPDATE ${name} t SET ${column} = free.becomes FROM free WHERE ${isSame}`;
}

function keyOf({ key }: SealedTable, row: Row): readonly string[] {
  return key.map((_, index) => String(row[`k${index}`]));
}

function tryReseal(crypto: CryptoProvider, sealed: Uint8Array, place: string): Uint8Array | undefined {
  try {
    return crypto.seal(crypto.open(sealed, place), place);
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}
