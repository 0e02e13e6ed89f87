import { createMigrationAdapters } from './migration-adapter.ts';
import { describePgError, MigrationError } from './migration-error.ts';
import { readSchemaFiles } from './migration-folder.ts';
import { migrationList, WHOLE_SCHEMA, withSchemaEngine } from './schema-engine.ts';

export interface MigrationDiff {
  readonly inSync: boolean;
  /** What the next migration would have to do; empty when in sync. */
  readonly sql: string;
}

/** Exit code of the engine when there is something to do. */
const DIFFERENT = 2;

/**
 * Compares what the migrations make with what the schema wants, in a shadow database that is made on the given server
 * and dropped again. The database of the URL itself is not looked at. Throws MigrationError when a migration or the
 * schema is wrong.
 */
export async function diffMigrations(
  databaseUrl: string,
  migrationsDir: string,
  schemaDir: string,
): Promise<MigrationDiff> {
  const adapters = createMigrationAdapters({ databaseUrl });
  try {
    const { exitCode, stdout } = await withSchemaEngine(adapters, (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...migrationList(migrationsDir) },
        to: { tag: 'schemaDatamodel', files: readSchemaFiles(schemaDir) },
        script: true,
        exitCode: true,
        filters: WHOLE_SCHEMA,
      }),
    );
    return exitCode === DIFFERENT ? { inSync: false, sql: stdout ?? '' } : { inSync: true, sql: '' };
  } catch (error) {
    const failure = adapters.lastFailure();
    const reason = failure ? describePgError(failure.error, failure.script) : String(error);
    throw new MigrationError(`无法比较数据库结构 · the schema cannot be compared:\n${reason}`, { cause: error });
  }
}
