import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { MigrationAdapters } from './migration-adapter.ts';
import { readMigrations } from './migration-folder.ts';

/** Nothing in the database is left out of a comparison. */
export const WHOLE_SCHEMA = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` on Prisma's schema engine, the WebAssembly build: it needs no engine download, which government networks
 * do not allow. Throws what the engine throws; see `MigrationAdapters.lastFailure` for the reason.
 */
export async function withSchemaEngine<Result>(
  adapters: MigrationAdapters,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  await loadEngine();
  const factory = bindMigrationAwareSqlAdapterFactory(adapters.factory);
  const engine = await glue.SchemaEngine.new({ datamodels: undefined }, () => {}, factory);
  try {
    return await work(engine);
  } finally {
    await adapters.close();
    engine.free();
  }
}

export function migrationList(migrationsDir: string): MigrationList {
  return {
    baseDir: path.resolve(migrationsDir),
    // Without its lock file a comparison fails; the provider never changes here.
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: readMigrations(migrationsDir).map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

/** Its type lives in lib.dom, which a server has no other use for. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: { exports: object } }>;
};

let loading: Promise<void> | undefined;

/** By hand, because importing WebAssembly as a module prints an experimental warning on Node 24. */
function loadEngine(): Promise<void> {
  loading ??= (async () => {
    const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const bytes = readFileSync(path.join(path.dirname(file), 'schema_engine_bg.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
    glue.__wbg_set_wasm(instance.exports);
    // The engine reports a panic here; without it the report itself fails with a TypeError.
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: () => {} } });
    (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  })();
  return loading;
}
