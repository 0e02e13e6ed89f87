import type { Client } from 'pg';
import { createMigrationAdapters } from './migration-adapter.ts';
import { describePgError, MigrationError } from './migration-error.ts';
import { withMigrationLock } from './migration-lock.ts';
import { migrationList, WHOLE_SCHEMA, withSchemaEngine } from './schema-engine.ts';
import { COMMITTED_WITH_SCRIPT, settleUnfinishedMigrations } from './unfinished-migrations.ts';

/**
 * Brings a database up to date and keeps `_prisma_migrations` as `prisma migrate deploy` does, which works on the same
 * folder and table. Each migration takes effect whole or not at all. Repeating is harmless, also in several processes
 * at once, also after a failure or a kill in the middle. Throws MigrationError; those before the failing one stay.
 */
export function applyMigrations(databaseUrl: string, migrationsDir: string): Promise<{ applied: string[] }> {
  return withMigrationLock(databaseUrl, async (client) => {
    await settleUnfinishedMigrations(client);
    const adapters = createMigrationAdapters({ databaseUrl, afterScript: COMMITTED_WITH_SCRIPT });
    try {
      const { appliedMigrationNames } = await withSchemaEngine(adapters, (engine) =>
        engine.applyMigrations({ migrationsList: migrationList(migrationsDir), filters: WHOLE_SCHEMA }),
      );
      return { applied: appliedMigrationNames };
    } catch (error) {
      throw await explain(error, adapters.lastFailure(), client);
    }
  });
}

async function explain(
  error: unknown,
  failure: { error: unknown; script: string } | undefined,
  client: Client,
): Promise<MigrationError> {
  if (!failure) return new MigrationError(`数据库升级失败 · migration failed: ${String(error)}`, { cause: error });
  const migration = await unfinishedMigration(client);
  const reason = describePgError(failure.error, failure.script);
  return new MigrationError(
    `数据库升级 ${migration ?? ''} 失败，已整体撤回 · migration ${migration ?? ''} failed and was rolled back as a whole:\n` +
      `${reason}\n` +
      '请排除上述原因后重新执行 npm run migrate。 · Mend that and run `npm run migrate` again; nothing else has to be cleared.',
    { migration },
  );
}

async function unfinishedMigration(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ migration_name: string }>(
    'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  );
  return rows[0]?.migration_name;
}
