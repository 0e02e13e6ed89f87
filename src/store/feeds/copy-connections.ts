import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Prisma } from '#generated/prisma/client.ts';
import { type Connection, type Database, openDatabase } from '#store/database.ts';
import { GIVEN_UP, isCollision as isCollisionOfClient } from '#store/is-collision.ts';

/** A value of a COPY: text, a number, an instant or day as text, bytes, or null. */
export type CopyValue = string | number | boolean | Uint8Array | null;

export interface Queried {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly rowCount: number;
}

/** A transaction that can COPY, which the database client cannot, and in which the client's own stores work as well. */
export interface CopyTransaction {
  /** The same transaction for the stores. One after the other: it is one connection. */
  readonly connection: Connection;
  query(sql: string, values?: readonly unknown[]): Promise<Queried>;
  /**
   * Empties the temporary table `name`, made of `columns` (name and type) on its first use by this connection, and fills
   * it. It is empty again after the transaction.
   */
  stage(name: string, columns: Readonly<Record<string, string>>, rows: Iterable<readonly CopyValue[]>): Promise<void>;
}

export interface CopyConnections {
  /** All or nothing; tried again when two writers collided, so `work` must have no effect outside `tx`. */
  run<Result>(work: (tx: CopyTransaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const MAX_TRIES = 5;
/**
 * A stage has no statistics and a table that is being filled has old ones: the planner would read the whole table for a
 * few rows of each chunk, and a file would take time by the square of its rows. A chunk always goes by the index.
 */
const BY_INDEX = 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off';
/** A row that another writer entered first under its unique key, as the database and as its client say it. */
const ENTERED_FIRST = ['23505', 'P2002'];
/** A chunk of nothing but questions for a person takes thousands of statements; ten times what was seen. */
const LIMITS = { maxWait: 60_000, timeout: 600_000 };
/** Thrown by a target that found its ground moved: look again. */
export class GroundMovedError extends Error {
  override readonly name = 'GroundMovedError';
}

/** A few connections of their own, opened when the first file comes. */
export function openCopyConnections(
  databaseUrl: string,
  max: number,
  onError: (error: unknown) => void,
): CopyConnections {
  let opened: { readonly database: Database; readonly backends: Map<number, pg.PoolClient> } | undefined;
  const open = () => {
    if (opened) return opened;
    const backends: Map<number, pg.PoolClient> = new Map();
    const database = openDatabase(databaseUrl, max, onError, { backends });
    opened = { database, backends };
    return opened;
  };
  return {
    async run(work) {
      const { database, backends } = open();
      for (let tries = 1; ; tries += 1) {
        try {
          return await database.prisma.$transaction(async (connection) => {
            const [own] = await connection.$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`;
            const client = backends.get(own.pid);
            if (!client) throw new Error('the transaction is on a connection that nobody opened');
            await client.query(BY_INDEX);
            return work(transactionOn(client, connection));
          }, LIMITS);
        } catch (error) {
          if (tries >= MAX_TRIES || !isCollision(error)) throw error;
        }
      }
    },
    async close() {
      await opened?.database.close();
    },
  };
}

function transactionOn(client: pg.ClientBase, connection: Connection): CopyTransaction {
  return {
    connection,
    async query(sql, values = []) {
      const { rows, rowCount } = await client.query<Record<string, unknown>>(sql, [...values]);
      return { rows, rowCount: rowCount ?? 0 };
    },
    async stage(name, columns, rows) {
      const declared = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
      // On this connection it may be there from the chunk before; its rows went with that transaction.
      await client.query(`CREATE TEMP TABLE IF NOT EXISTS ${name} (${declared.join(', ')}) ON COMMIT DELETE ROWS`);
      await client.query(`TRUNCATE ${name}`);
      const into = client.query(copyFrom(`COPY ${name} (${Object.keys(columns).join(', ')}) FROM STDIN`));
      await pipeline(Readable.from(copyText(rows), { objectMode: false, highWaterMark: 1 << 18 }), into);
    },
  };
}

const PIECE = 1 << 17;

/** COPY's text format, in pieces of a size that a socket likes. */
function* copyText(rows: Iterable<readonly CopyValue[]>): Generator<Buffer> {
  let piece = '';
  for (const row of rows) {
    for (let index = 0; index < row.length; index += 1) {
      piece += index === 0 ? copyValue(row[index] ?? null) : `\t${copyValue(row[index] ?? null)}`;
    }
    piece += '\n';
    if (piece.length > PIECE) {
      yield Buffer.from(piece);
      piece = '';
    }
  }
  if (piece !== '') yield Buffer.from(piece);
}

function copyValue(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return /[\\\t\n\r]/.test(value) ? escaped(value) : value;
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value);
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

function isCollision(error: unknown): boolean {
  if (error instanceof GroundMovedError || isCollisionOfClient(error)) return true;
  if (!(error instanceof pg.DatabaseError || error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return [...GIVEN_UP, ...ENTERED_FIRST].includes(error.code ?? '');
}
