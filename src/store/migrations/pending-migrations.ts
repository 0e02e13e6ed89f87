import pg from 'pg';
import type { Client, Pool } from 'pg';
import { migrationNames } from './migration-folder.ts';

/**
 * Names of the migrations that this database lacks, oldest first. One indexed-size query, so a readiness check may ask
 * on every call. Throws when the database cannot be reached.
 */
export async function pendingMigrations(database: string | Pool, migrationsDir: string): Promise<string[]> {
  const applied = await appliedMigrations(database);
  return migrationNames(migrationsDir).filter((name) => !applied.has(name));
}

export async function migrationsTableExists(client: Client | Pool): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS found`,
  );
  return rows[0]?.found === true;
}

async function appliedMigrations(database: string | Pool): Promise<Set<string>> {
  if (typeof database !== 'string') return readApplied(database);
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    return await readApplied(client);
  } finally {
    await client.end();
  }
}

async function readApplied(client: Client | Pool): Promise<Set<string>> {
  if (!(await migrationsTableExists(client))) return new Set();
  const { rows } = await client.query<{ migration_name: string }>(
    'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Set(rows.map((row) => row.migration_name));
}
