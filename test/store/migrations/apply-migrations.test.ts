import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyMigrations } from '#store/migrations/apply-migrations.ts';
import { MigrationError } from '#store/migrations/migration-error.ts';
import { pendingMigrations } from '#store/migrations/pending-migrations.ts';
import { createEmptyDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { migrationsFolder, writeMigration } from './migration-folders.ts';

const FIRST = '20260101000000_first';
const SECOND = '20260102000000_second';

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createEmptyDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => {});
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function answer(sql: string): Promise<unknown> {
  const { rows } = await pool.query<{ answer: unknown }>(sql);
  return rows[0]?.answer;
}

function tableExists(name: string): Promise<unknown> {
  return answer(`SELECT to_regclass('${name}') IS NOT NULL AS answer`);
}

async function refusalOf(work: Promise<unknown>): Promise<MigrationError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MigrationError);
  return error as MigrationError;
}

describe('applyMigrations', () => {
  it('applies what is missing, oldest first, and nothing twice', async () => {
    const folder = migrationsFolder({
      [SECOND]: 'ALTER TABLE letter ADD COLUMN body text;',
      [FIRST]: 'CREATE TABLE letter (id int);',
    });

    expect(await applyMigrations(database.url, folder)).toEqual({ applied: [FIRST, SECOND] });
    expect(await applyMigrations(database.url, folder)).toEqual({ applied: [] });
    expect(await answer('SELECT count(body)::int AS answer FROM letter')).toBe(0);
  });

  it('keeps the table that prisma migrate deploy reads', async () => {
    const folder = migrationsFolder({ [FIRST]: 'CREATE TABLE letter (id int);' });

    await applyMigrations(database.url, folder);

    const { rows } = await pool.query(
      'SELECT migration_name, length(checksum) AS checksum, rolled_back_at, applied_steps_count FROM _prisma_migrations WHERE finished_at IS NOT NULL',
    );
    expect(rows).toEqual([{ migration_name: FIRST, checksum: 64, rolled_back_at: null, applied_steps_count: 1 }]);
  });

  it('understands semicolons inside functions and strings', async () => {
    const folder = migrationsFolder({
      [FIRST]: `CREATE FUNCTION greeting() RETURNS text LANGUAGE plpgsql AS $$
                BEGIN PERFORM 1; RETURN 'a;b'; END $$; -- no line end here`,
    });

    await applyMigrations(database.url, folder);

    expect(await answer('SELECT greeting() AS answer')).toBe('a;b');
  });

  it('undoes a failed migration whole, keeps the earlier ones and says what was wrong and where', async () => {
    const folder = migrationsFolder({
      [FIRST]: 'CREATE TABLE letter (id int);',
      [SECOND]: 'CREATE TABLE envelope (id int);\nINSERT INTO nowhere VALUES (1);',
    });

    const error = await refusalOf(applyMigrations(database.url, folder));

    expect(error.migration).toBe(SECOND);
    expect(error.message).toContain('relation "nowhere" does not exist (line 2)');
    expect(error.message).toContain('npm run migrate');
    expect([await tableExists('letter'), await tableExists('envelope')]).toEqual([true, false]);
    expect(await pendingMigrations(pool, folder)).toEqual([SECOND]);
  });

  it('takes up a mended migration without being asked to clear anything', async () => {
    const folder = migrationsFolder({ [FIRST]: 'CREATE TABLE letter (id nonsense);' });
    await refusalOf(applyMigrations(database.url, folder));
    await refusalOf(applyMigrations(database.url, folder));

    writeMigration(folder, FIRST, 'CREATE TABLE letter (id int);');

    expect(await applyMigrations(database.url, folder)).toEqual({ applied: [FIRST] });
  });

  it('names the fault of a row without repeating what is in it', async () => {
    const folder = migrationsFolder({
      [FIRST]: `CREATE TABLE person (resident_id text);
                INSERT INTO person VALUES ('990100190001010019'), ('990100190001010019');
                CREATE UNIQUE INDEX person_resident_id ON person (resident_id);`,
    });

    const error = await refusalOf(applyMigrations(database.url, folder));

    expect(error.message).toContain('could not create unique index "person_resident_id"');
    expect(JSON.stringify([error.message, error.cause])).not.toContain('990100190001010019');
  });

  it('applies each migration once when two processes migrate at once', async () => {
    const folder = migrationsFolder({
      [FIRST]: 'CREATE TABLE letter (id int);',
      [SECOND]: 'CREATE TABLE stamp (id int);',
    });

    const both = await Promise.all([applyMigrations(database.url, folder), applyMigrations(database.url, folder)]);

    expect(both.flatMap(({ applied }) => applied)).toEqual([FIRST, SECOND]);
  });

  it('runs a migration again whose process was killed before it was committed', async () => {
    const folder = migrationsFolder({ [FIRST]: 'CREATE TABLE letter (id int); SELECT pg_sleep(600);' });
    const script = fileURLToPath(new URL('./interrupted-run.ts', import.meta.url));
    const child = spawn(process.execPath, [script, database.url, folder], { stdio: 'inherit' });
    await expect
      .poll(() => answer("SELECT max(pid) AS answer FROM pg_stat_activity WHERE wait_event = 'PgSleep'"), {
        timeout: 10_000,
      })
      .not.toBeNull();
    child.kill('SIGKILL');
    await once(child, 'exit');
    // The server would notice only at the end of its sleep that nobody listens any more.
    await pool.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");

    writeMigration(folder, FIRST, 'CREATE TABLE letter (id int);');

    expect(await applyMigrations(database.url, folder)).toEqual({ applied: [FIRST] });
  });

  it('does not run a migration again whose process was killed between its commit and its record', async () => {
    const folder = migrationsFolder({ [FIRST]: 'CREATE TABLE letter (id int);' });
    await applyMigrations(database.url, folder);
    await pool.query('UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0');

    expect(await applyMigrations(database.url, folder)).toEqual({ applied: [] });
    expect(await pendingMigrations(pool, folder)).toEqual([]);
  });
});

describe('pendingMigrations', () => {
  it('names every migration for a database that was never migrated, whether asked by address or by pool', async () => {
    const folder = migrationsFolder({ [FIRST]: 'SELECT 1;', [SECOND]: 'SELECT 2;' });

    expect(await pendingMigrations(database.url, folder)).toEqual([FIRST, SECOND]);
    expect(await pendingMigrations(pool, folder)).toEqual([FIRST, SECOND]);
  });

  it('names the new ones only once the others are applied', async () => {
    const folder = migrationsFolder({ [FIRST]: 'SELECT 1;' });
    await applyMigrations(database.url, folder);

    writeMigration(folder, SECOND, 'SELECT 2;');

    expect(await pendingMigrations(pool, folder)).toEqual([SECOND]);
  });
});
