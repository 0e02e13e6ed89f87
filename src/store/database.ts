import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '#generated/prisma/client.ts';
import { preparedName } from '#store/prepared.ts';

export interface Database {
  readonly prisma: PrismaClient;
  /** Connections held, those of them without work, and callers who wait for one. */
  pool(): { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

/** A transaction, or the client outside of one. */
export type Connection = Prisma.TransactionClient;

export interface DatabaseListeners {
  readonly onQuery?: (() => void) | undefined;
  readonly backends?: Map<number, pg.PoolClient>;
}

/**
 * One pool a process. `onError` hears of connections that broke, which the pool replaces by itself;
 * `onQuery` is called for every statement, so that a test can count them. `backends` is kept filled with the connections
 * by the process that serves them, for whoever has to do on the connection of a transaction what Prisma cannot.
 */
export function openDatabase(
  url: string,
  maxConnections: number,
  onError: (error: unknown) => void,
  { onQuery, backends }: DatabaseListeners = {},
): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, keepAlive: true });
  // The pool hears of a connection that breaks while idle, Prisma of one in a transaction; between the two, in the moment
  // in which it is handed over, nobody does, and an error event that nobody hears ends the process.
  pool.on('connect', (client) => client.on('error', onError));
  if (backends) {
    pool.on('acquire', (client) => backends.set(backendOf(client), client));
    pool.on('remove', (client) => backends.delete(backendOf(client)));
  }
  const adapter = new PrismaPg(pool, {
    onPoolError: onError,
    disposeExternalPool: true,
    statementNameGenerator: ({ sql }) => preparedName(sql),
  });
  const prisma = new PrismaClient({ adapter, log: onQuery ? [{ emit: 'event', level: 'query' }] : [] });
  if (onQuery) prisma.$on('query', onQuery);
  return {
    prisma,
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => prisma.$disconnect(),
  };
}

/** Known to the driver since the connection was made, and missing from its types. */
function backendOf(client: pg.PoolClient & { readonly processID?: number | null }): number {
  return client.processID ?? 0;
}
