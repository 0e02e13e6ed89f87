import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One folder `<UTC timestamp>_<name>` with its `migration.sql`, as Prisma lays them out. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Oldest first; names sort by their timestamp. A missing folder holds no migrations. */
export function readMigrations(migrationsDir: string): Migration[] {
  return migrationNames(migrationsDir).map((name) => ({
    name,
    sql: readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8'),
  }));
}

export function migrationNames(migrationsDir: string): string[] {
  if (!existsSync(migrationsDir)) return [];
  return readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** All `.prisma` files of a folder; the engine takes them as one schema. */
export function readSchemaFiles(schemaDir: string): { path: string; content: string }[] {
  return readdirSync(schemaDir)
    .filter((file) => file.endsWith('.prisma'))
    .sort()
    .map((file) => path.join(schemaDir, file))
    .map((file) => ({ path: file, content: readFileSync(file, 'utf8') }));
}
