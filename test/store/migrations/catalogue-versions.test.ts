import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { applyMigrations } from '#store/migrations/apply-migrations.ts';
import { createEmptyDatabase } from '../../support/test-database.ts';
import { migrationsFolder, writeMigration } from './migration-folders.ts';

const OURS = path.resolve(import.meta.dirname, '../../../prisma/migrations');
const MIGRATION = '20261121114814_catalogue_versions';

function sqlOf(name: string): string {
  return readFileSync(path.join(OURS, name, 'migration.sql'), 'utf8');
}

it('versions of before they had a life keep the one in force, and the others are retired by the next', async () => {
  const earlier = readdirSync(OURS).filter((name) => name < MIGRATION);
  const folder = migrationsFolder(Object.fromEntries(earlier.map((name) => [name, sqlOf(name)])));
  const database = await createEmptyDatabase();
  const client = new pg.Client({ connectionString: database.url });
  try {
    await applyMigrations(database.url, folder);
    await client.connect();
    await client.query(`
      INSERT INTO service_item_version (id, code, version, digest, definition, published_at, in_force) VALUES
        (gen_random_uuid(), 'probe', 1, 'a', '{}', '2026-01-01Z', false),
        (gen_random_uuid(), 'probe', 2, 'b', '{}', '2026-02-01Z', false),
        (gen_random_uuid(), 'probe', 3, 'c', '{}', '2026-03-01Z', true)`);

    writeMigration(folder, MIGRATION, sqlOf(MIGRATION));
    await applyMigrations(database.url, folder);

    const { rows } = await client.query(
      'SELECT version, status, drafted_by, published_at, retired_at FROM service_item_version ORDER BY version',
    );
    const [january, february, march] = ['01', '02', '03'].map((month) => new Date(`2026-${month}-01T00:00:00Z`));
    const files = { drafted_by: 'catalogue-files' };
    expect(rows).toEqual([
      { version: 1, status: 'RETIRED', ...files, published_at: january, retired_at: february },
      { version: 2, status: 'RETIRED', ...files, published_at: february, retired_at: march },
      { version: 3, status: 'PUBLISHED', ...files, published_at: march, retired_at: null },
    ]);
  } finally {
    await client.end();
    await database.drop();
  }
});
