import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

// Of the file that imports this: inside a test it would be registered too late.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-migrations-test-'));
  folders.push(folder);
  return folder;
}

/** A folder of migrations, by name; call `writeMigration` to add or change one. */
export function migrationsFolder(migrations: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, sql] of Object.entries(migrations)) writeMigration(folder, name, sql);
  return folder;
}

export function writeMigration(folder: string, name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}

/** A schema of two files, as ours has many. */
export function schemaFolder(models: string): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'base.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  writeFileSync(path.join(folder, 'models.prisma'), models);
  return folder;
}
