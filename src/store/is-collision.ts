import { Prisma } from '#generated/prisma/client.ts';
import { StaleRowError } from '#store/stale-row-error.ts';

/** The database gave up one of two colliding writers: a serialisation failure or a deadlock. */
export const GIVEN_UP: readonly string[] = ['40001', '40P01'];

/** Prisma says P2034 for its own statements, and P2010 with the database's code for raw ones, as every lock here is. */
export function isCollision(error: unknown): boolean {
  if (error instanceof StaleRowError) return true;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return (
    error.code === 'P2034' ||
    (error.code === 'P2010' && GIVEN_UP.some((code) => error.message.includes(`Code: \`${code}\``)))
  );
}
