import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureEmbeddedPostgres } from '#platform/embedded-postgres/ensure-embedded-postgres.ts';
import { diffMigrations } from '#store/migrations/diff-migrations.ts';
import type { MigrationDiff } from '#store/migrations/diff-migrations.ts';

/**
 * `npm run new:migration -- <name>` writes the next migration from what changed in `prisma/schema`; read it before it is
 * committed, above all for dropped columns and for `NOT NULL` on tables that hold rows. `--check` writes nothing and
 * ends with 1 when there would be something to write.
 */
const ROOT = path.dirname(import.meta.dirname);
const MIGRATIONS = path.join(ROOT, 'prisma/migrations');
const SCHEMA = path.join(ROOT, 'prisma/schema');

async function main(argument: string | undefined): Promise<number> {
  const name = argument?.toLowerCase().replaceAll(/[\s-]+/g, '_');
  if (argument !== '--check' && !/^[a-z0-9_]+$/.test(name ?? '')) {
    console.error('usage: npm run new:migration -- <name in lower case> | --check');
    return 64;
  }
  const { inSync, sql } = await compare();
  if (inSync) {
    console.log('prisma/migrations is in sync with prisma/schema');
    return 0;
  }
  if (argument === '--check') {
    console.error(`prisma/migrations lacks what prisma/schema asks for; run npm run new:migration -- <name>\n\n${sql}`);
    return 1;
  }
  console.log(`wrote ${write(`${timestamp(new Date())}_${name}`, sql)}`);
  return 0;
}

async function compare(): Promise<MigrationDiff> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'onedoor-migration-'));
  try {
    const postgres = await ensureEmbeddedPostgres({ dataDir: folder, profile: 'throwaway' });
    try {
      return await diffMigrations(postgres.url, MIGRATIONS, SCHEMA);
    } finally {
      await postgres.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, sql: string): string {
  const file = path.join(MIGRATIONS, folder, 'migration.sql');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, sql);
  // Prisma's own commands refuse a folder without it.
  writeFileSync(path.join(MIGRATIONS, 'migration_lock.toml'), 'provider = "postgresql"\n');
  return path.relative(ROOT, file);
}

/** `20261121083000`, in UTC: names sort by it on every developer's machine alike. */
function timestamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
}

process.exitCode = await main(process.argv[2]);
