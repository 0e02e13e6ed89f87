import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '#store/database.ts';
import { placeOf, SEALED_TABLES } from '#store/keys/sealed-columns.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

/** Bytes that no data key seals, each with its reason. */
const NOT_SEALED_BY_DATA_KEYS: Readonly<Record<string, string>> = {
  'data_key.wrapped': 'the data key itself, under a wrapping key; `rewrap` writes it anew',
  'data_key.index_check': 'a blind index of a fixed text',
  'inbound_message.body_hash': 'SHA-256 of an agency’s message, to know it again',
  'insurance_record.digest': 'keyed hash of a row',
  'insurance_record.resident_id_index': 'blind index',
  'lead.feed_digest': 'keyed hash of a row',
  'ledger_anchor.hash': 'head of a chain',
  'ledger_anchor.signature': 'signature over it',
  'ledger_entry.hash': 'HMAC that chains an entry to the one before',
  'ledger_stream.genesis': 'random, before the first entry',
  'partner_key_secret.digest': 'blind index of what is presented',
  'person.name_birth_index': 'blind index',
  'person.name_index': 'blind index',
  'person.phone_index': 'blind index',
  'person.resident_id_index': 'blind index',
};

interface Column {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
}

let testDatabase: TestDatabase;
let db: Database;
let columns: readonly Column[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = openDatabase(testDatabase.url, 2, () => {});
  columns = await db.prisma.$queryRaw<Column[]>`
    SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = 'public' ORDER BY table_name, column_name`;
});
afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

const registered = SEALED_TABLES.flatMap(({ table, columns: names }) => names.map((name) => `${table}.${name}`));

describe('the register of sealed columns', () => {
  it('and its exemptions are every column of bytes that the tables have', () => {
    const bytes = columns
      .filter(({ data_type }) => data_type === 'bytea')
      .map(({ table_name, column_name }) => `${table_name}.${column_name}`);

    expect(bytes.length).toBeGreaterThan(40);
    expect([...registered, ...Object.keys(NOT_SEALED_BY_DATA_KEYS)].toSorted()).toEqual(bytes.toSorted());
  });

  it('has every column whose name says that it is sealed, and no other', () => {
    const sealed = columns
      .filter(({ column_name }) => column_name.endsWith('_sealed'))
      .map(({ table_name, column_name }) => `${table_name}.${column_name}`);

    expect(registered.toSorted()).toEqual(sealed.toSorted());
  });

  it('knows rows by their primary key, in its order and with its types', async () => {
    const keys = await db.prisma.$queryRaw<{ table_name: string; columns: string[]; types: string[] }[]>`
      SELECT c.relname AS table_name, array_agg(a.attname::text ORDER BY k.place) AS columns,
             array_agg(format_type(a.atttypid, NULL) ORDER BY k.place) AS types
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
             CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
       WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname`;
    const known = new Map(keys.map((key) => [key.table_name, key]));

    for (const { table, key } of SEALED_TABLES)
      expect(
        {
          columns: key.map(({ column }) => column),
          types: key.map(({ type }) => (type === 'int' ? 'integer' : type)),
        },
        table,
      ).toEqual({ columns: known.get(table)?.columns, types: known.get(table)?.types });
  });

  it('seals for the places that the stores name', () => {
    const named = placesInStores();

    const places = SEALED_TABLES.flatMap((table) =>
      table.columns.map((column) => placeOf(table, column, ['1', '2', '3', '4', '5']).replace(/:.*/, '')),
    );

    expect(named.length).toBeGreaterThan(30);
    expect(places.toSorted()).toEqual(named.toSorted());
  });
});

/** Every `table.column` before a colon in a text of src/store that goes on with an id. */
function placesInStores(): readonly string[] {
  const folder = path.resolve(import.meta.dirname, '../../../src/store');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  const found = texts.flatMap((text) =>
    [...text.matchAll(/`((?:[a-z_]+|\$\{table\})\.(?:[a-z_]+|\$\{column\})):\$\{/g)].map(([, place]) => place ?? ''),
  );
  const people = ['name', 'resident_id', 'phone', 'bank_card'].map((column) => `person.${column}`);
  const decisions = ['form', 'facts'].flatMap((column) => [`case.${column}`, `refused_intake.${column}`]);
  const spelt = found.flatMap((place) => {
    if (place === 'person.${column}') return people;
    if (place.startsWith('${table}')) return decisions;
    return place;
  });
  return [...new Set(spelt)];
}
