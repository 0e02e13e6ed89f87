import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** PostgreSQL's internal one-byte type "char", which the catalogues use and the adapter does not know. */
const CHAR_OID = 18;
const TEXT_OID = 25;

export interface MigrationAdapterOptions {
  readonly databaseUrl: string;
  /** Runs in the transaction of every script on the database itself, after it; scripts on shadow databases are left alone. */
  readonly afterScript?: string;
}

/** Hands out adapters for the schema engine and remembers what the engine forgets. */
export interface MigrationAdapters {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  /** PostgreSQL's own words about the last script that failed; the engine only reports `External error`. */
  lastFailure(): { readonly error: unknown; readonly script: string } | undefined;
  /** The engine leaves its adapters open. */
  close(): Promise<void>;
}

/**
 * `PrismaPg` for the schema engine, without three faults of 7.10.0:
 * - its shadow database is dropped while its own pool still uses it, which fails after 5 s;
 * - columns of type "char" cannot be read, so that every diff fails;
 * - scripts are split at each `;`, which breaks function bodies, and run statement by statement, so that half of a
 *   failed migration stays. Sent as a whole, a script is one implicit transaction (so `CREATE INDEX CONCURRENTLY` has
 *   no place in a migration).
 */
export function createMigrationAdapters({ databaseUrl, afterScript }: MigrationAdapterOptions): MigrationAdapters {
  const open = new Set<SqlDriverAdapter>();
  let failure: { error: unknown; script: string } | undefined;

  async function connectTo(
    url: string,
    epilogue: string,
    afterDispose?: () => Promise<void>,
  ): Promise<SqlDriverAdapter> {
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    pool.on('error', () => {});
    const adapter = readCharColumns(await new PrismaPg(pool).connect(), pool);
    adapter.executeScript = async (script) => {
      try {
        await pool.query(epilogue ? `${script}\n;${epilogue}` : script);
      } catch (error) {
        failure = { error, script };
        throw error;
      }
    };
    adapter.dispose = async () => {
      if (!open.delete(adapter)) return;
      await pool.end();
      await afterDispose?.();
    };
    open.add(adapter);
    return adapter;
  }

  return {
    factory: {
      provider: 'postgres',
      adapterName: 'onedoor-migrations',
      connect: () => connectTo(databaseUrl, afterScript ?? ''),
      async connectToShadowDb() {
        const database = `onedoor_shadow_${randomUUID()}`;
        await onServer(databaseUrl, `CREATE DATABASE "${database}"`);
        const drop = () => onServer(databaseUrl, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        return connectTo(withDatabase(databaseUrl, database), '', drop);
      },
    },
    lastFailure: () => failure,
    async close() {
      for (const adapter of open) await adapter.dispose();
    },
  };
}

/**
 * Reads "char" as text and then says it was a character: told it is text, the engine panics on PostgreSQL 18, where
 * NOT NULL constraints have become rows of pg_constraint.
 */
function readCharColumns(adapter: SqlDriverAdapter, pool: pg.Pool): SqlDriverAdapter {
  const charColumns = new WeakMap<object, readonly number[]>();
  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>;
  pool.query = (async (config: pg.QueryConfig) => {
    const result = await query(config);
    const columns: number[] = [];
    // A script of several statements answers with one result for each; nobody reads those.
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue;
      field.dataTypeID = TEXT_OID;
      columns.push(index);
    }
    if (columns.length > 0) charColumns.set(result.rows, columns);
    return result;
  }) as typeof pool.query;
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (params) => {
    const result = await queryRaw(params);
    const columnTypes = [...result.columnTypes];
    for (const index of charColumns.get(result.rows) ?? []) columnTypes[index] = ColumnTypeEnum.Character;
    return { ...result, columnTypes };
  };
  return adapter;
}

async function onServer(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}
