import { isDriverAdapterError } from '@prisma/driver-adapter-utils';
import { Prisma } from '#generated/prisma/client.ts';

/** No connection in time (P2024, P2028), the server away or gone in between (P1001, P1002, P1008, P1017, P2037). */
const BUSY = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/** The same under the adapter's names and PostgreSQL's own codes, which raw statements carry inside a P2010. */
const AWAY = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const ENDED = /^(08|53|57P0)/;

/** Whether the database had no time for us or was away: the same request may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return BUSY.has(error.code) || isAway(error.meta?.['driverAdapterError']);
}

function isAway(error: unknown): boolean {
  if (!isDriverAdapterError(error)) return false;
  return AWAY.has(error.cause.kind) || ENDED.test(error.cause.originalCode ?? '');
}
