import { randomBytes, randomUUID } from 'node:crypto';
import type { App } from '#app/create-app.ts';
import { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { placeOf, SEALED_TABLES, type SealedTable } from '#store/keys/sealed-columns.ts';

export interface FilledValue {
  readonly table: SealedTable;
  readonly column: string;
  readonly key: readonly string[];
  readonly place: string;
  readonly clear: string;
}

interface Column {
  readonly name: string;
  readonly type: string;
}

const FILLERS: Readonly<Record<string, (row: number) => string>> = {
  uuid: () => `'${randomUUID()}'`,
  text: (row) => `'filled-${row}'`,
  int4: (row) => String(row),
  bool: () => 'false',
  jsonb: () => `'{}'`,
  timestamptz: () => 'now()',
  date: () => `'2026-03-02'`,
  bytea: () => `'\\x${randomBytes(32).toString('hex')}'`,
  _text: () => `'{}'`,
};

/**
 * Some rows in every table that has sealed columns, each of these with a value of its own. References lead nowhere, so this
 * is for a database that nothing else looks at.
 */
export async function fillSealedColumns(app: App, crypto: CryptoProvider, rows: number): Promise<FilledValue[]> {
  const filled: FilledValue[] = [];
  await app.database.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    for (const table of SEALED_TABLES) {
      const columns = await tx.$queryRaw<Column[]>`
        SELECT column_name AS name, udt_name AS type FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = ${table.table} AND is_nullable = 'NO'
           AND column_default IS NULL AND column_name <> ALL (${[...table.columns]})`;
      for (let row = 1; row <= rows; row += 1) {
        const values = new Map(columns.map(({ name, type }) => [name, fillerOf(table, type)(row)]));
        const key = table.key.map(({ column }) => keyText(values.get(column) ?? ''));
        const sealed = table.columns.map((column): FilledValue => {
          const place = placeOf(table, column, key);
          return { table, column, key, place, clear: `clear ${place}` };
        });
        const names = Prisma.raw([...values.keys(), ...table.columns].map((name) => `"${name}"`).join(', '));
        await tx.$executeRaw`
          INSERT INTO ${Prisma.raw(`"${table.table}"`)} (${names}) VALUES (${Prisma.join([
            ...[...values.values()].map((value) => Prisma.raw(value)),
            ...sealed.map(({ clear, place }) => crypto.seal(clear, place)),
          ])})`;
        filled.push(...sealed);
      }
    }
  });
  return filled;
}

function fillerOf({ table }: SealedTable, type: string): (row: number) => string {
  const filler = FILLERS[type];
  if (!filler) throw new Error(`${table} has a column of type ${type}, for which there is no filler`);
  return filler;
}

function keyText(literal: string): string {
  return literal.replaceAll("'", '').replace(/^\\x/, '');
}

/** What the values say now, in the order they were filled. */
export async function readFilled(app: App, filled: readonly FilledValue[]): Promise<string[]> {
  const texts: string[] = [];
  for (const { table, column, key, place } of filled) {
    const where = table.key.map(({ column: name, type }, index) => {
      const text = type === 'bytea' ? Prisma.sql`decode(${key[index]}, 'hex')` : Prisma.sql`${key[index]}`;
      return Prisma.sql`${Prisma.raw(name)} = ${text}::${Prisma.raw(type)}`;
    });
    const [row] = await app.database.prisma.$queryRaw<{ value: Uint8Array }[]>`
      SELECT ${Prisma.raw(column)} AS value FROM ${Prisma.raw(`"${table.table}"`)} WHERE ${Prisma.join(where, ' AND ')}`;
    texts.push(row ? app.tools.crypto.openText(row.value, place) : 'gone');
  }
  return texts;
}
