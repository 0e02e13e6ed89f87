import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { diffMigrations } from '#store/migrations/diff-migrations.ts';
import { MigrationError } from '#store/migrations/migration-error.ts';
import { migrationsFolder, schemaFolder, writeMigration } from './migration-folders.ts';

const FIRST = '20260101000000_first';

const LETTER = `
enum LetterKind {
  PETITION
  ANSWER
}

model Letter {
  id       String     @id @db.Uuid
  kind     LetterKind
  sealed   Bytes
  sentAt   DateTime?  @map("sent_at") @db.Timestamptz(3)
  fee      Decimal    @db.Decimal(14, 2)
  parentId String?    @map("parent_id") @db.Uuid
  parent   Letter?    @relation("reply", fields: [parentId], references: [id])
  replies  Letter[]   @relation("reply")

  @@index([kind, sentAt(sort: Desc)])
  @@map("letter")
}
`;

async function shadowDatabases(): Promise<string[]> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname LIKE 'onedoor_shadow%'",
  );
  await client.end();
  return rows.map(({ datname }) => datname);
}

describe('diffMigrations', () => {
  it('writes what the schema asks for, and is in sync with what it wrote', async () => {
    const schema = schemaFolder(LETTER);
    const folder = migrationsFolder({});
    const url = inject('postgresUrl');

    const before = await diffMigrations(url, folder, schema);
    writeMigration(folder, FIRST, before.sql);
    const after = await diffMigrations(url, folder, schema);

    expect(before.inSync).toBe(false);
    expect(before.sql).toContain('CREATE TABLE "letter"');
    expect(after).toEqual({ inSync: true, sql: '' });
  });

  it('stays in sync beside what only SQL can say: extensions, partial indexes, checks, functions', async () => {
    const schema = schemaFolder(LETTER);
    const folder = migrationsFolder({});
    const { sql } = await diffMigrations(inject('postgresUrl'), folder, schema);
    writeMigration(
      folder,
      FIRST,
      `CREATE EXTENSION IF NOT EXISTS pg_trgm;\n${sql}
       CREATE UNIQUE INDEX letter_one_petition ON letter (parent_id) WHERE kind = 'PETITION';
       ALTER TABLE letter ADD CONSTRAINT letter_fee CHECK (fee >= 0);
       CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no;'; END $$;`,
    );

    expect(await diffMigrations(inject('postgresUrl'), folder, schema)).toEqual({ inSync: true, sql: '' });
  });

  it('says which part of a wrong migration PostgreSQL refused', async () => {
    const folder = migrationsFolder({ [FIRST]: 'CREATE TABLE letter (\n id nonsense\n);' });

    const work = diffMigrations(inject('postgresUrl'), folder, schemaFolder(LETTER));

    await expect(work).rejects.toThrow(MigrationError);
    await expect(work).rejects.toThrow('type "nonsense" does not exist (line 2)');
  });

  it('leaves no shadow database behind, neither after success nor after failure', async () => {
    await diffMigrations(inject('postgresUrl'), migrationsFolder({}), schemaFolder(LETTER));
    await diffMigrations(inject('postgresUrl'), migrationsFolder({ [FIRST]: 'nonsense' }), schemaFolder(LETTER)).catch(
      () => {},
    );

    // Other test files may be comparing at this moment.
    await expect.poll(shadowDatabases, { timeout: 10_000 }).toEqual([]);
  });
});
