import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '#generated/prisma/client.ts';

export interface Database {
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

/** A transaction, or the client outside of one. */
export type Connection = Prisma.TransactionClient;

/**
 * One pool a process. `onError` hears of connections that broke while idle, which the pool replaces by itself;
 * `onQuery` is called for every statement, so that a test can count them.
 */
export function openDatabase(
  url: string,
  maxConnections: number,
  onError: (error: unknown) => void,
  onQuery?: () => void,
): Database {
  const adapter = new PrismaPg(
    { connectionString: url, max: maxConnections, keepAlive: true },
    { onPoolError: onError, onConnectionError: onError },
  );
  const prisma = new PrismaClient({ adapter, log: onQuery ? [{ emit: 'event', level: 'query' }] : [] });
  if (onQuery) prisma.$on('query', onQuery);
  return { prisma, close: () => prisma.$disconnect() };
}
