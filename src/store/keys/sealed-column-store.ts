import type { NamedKey } from '#domain/keys/data-key.ts';
import type { KeyCount, SealedColumnStore } from '#domain/keys/key-stores.ts';
import { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { DATA_KEY_FORMATS, FILE_KEY_FORMAT, formatOf, keyIdOf, sealedHeader } from '#platform/crypto/sealed-header.ts';
import type { Connection } from '#store/database.ts';
import { resealPage } from '#store/keys/reseal-page.ts';
import { SEALED_TABLES } from '#store/keys/sealed-columns.ts';

export function createSealedColumnStore(db: Connection, crypto: CryptoProvider): SealedColumnStore {
  return {
    tables: SEALED_TABLES.map(({ table }) => table),
    async resealPage(name, after, limit, targetKeyId) {
      const table = SEALED_TABLES.find((each) => each.table === name);
      if (!table) throw new RangeError(`${name} has no sealed columns`);
      return resealPage(db, crypto, table, { after, limit, kept: await keptHeaders(db, targetKeyId) });
    },
    async countByKey() {
      const counts: KeyCount[] = [];
      for (const { table, column } of columns()) {
        const rows = await db.$queryRaw<{ header: Uint8Array; values: number }[]>`
          SELECT substring(${column} FROM 1 FOR 2 + get_byte(${column}, 1)) AS header, count(*)::float8 AS values
            FROM ${table.sql} WHERE octet_length(${column}) >= 2 GROUP BY 1 ORDER BY 1`;
        for (const { header, values } of rows)
          counts.push({ column: `${table.name}.${column.sql}`, key: namedIn(header), values });
      }
      return counts;
    },
    async naming(key) {
      const found: string[] = [];
      for (const { table, column } of columns()) {
        const named = Prisma.join(
          headersOf(key).map((header) => beginsWith(column, header)),
          ' OR ',
        );
        const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM ${table.sql} WHERE ${named} LIMIT 1`;
        if (rows.length > 0) found.push(`${table.name}.${column.sql}`);
      }
      return found;
    },
  };
}

/** Of the target and of every key that was made after it: what names one of them stays as it is. */
async function keptHeaders(db: Connection, targetKeyId: string): Promise<readonly Buffer[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT later.id FROM data_key target JOIN data_key later ON later.seals_from >= target.seals_from
     WHERE target.id = ${targetKeyId}`;
  return rows.flatMap(({ id }) => headersOf({ kind: 'DATA_KEY', id }));
}

function columns() {
  return SEALED_TABLES.flatMap(({ table, columns: names }) =>
    names.map((column) => ({
      table: { name: table, sql: Prisma.raw(`"${table}"`) },
      column: Prisma.raw(column),
    })),
  );
}

function headersOf({ kind, id }: NamedKey): readonly Buffer[] {
  const formats = kind === 'FILE_KEY' ? [FILE_KEY_FORMAT] : Object.values(DATA_KEY_FORMATS);
  return formats.map((format) => sealedHeader(format, id));
}

function namedIn(header: Uint8Array): NamedKey {
  return { kind: formatOf(header) === FILE_KEY_FORMAT ? 'FILE_KEY' : 'DATA_KEY', id: keyIdOf(header) };
}

function beginsWith(column: Prisma.Sql, header: Buffer): Prisma.Sql {
  return Prisma.sql`substring(${column} FROM 1 FOR ${header.length}::int) = ${header}`;
}
