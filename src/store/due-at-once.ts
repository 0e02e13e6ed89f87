import { Prisma } from '#generated/prisma/client.ts';

/**
 * The present moment for a column of times that keeps milliseconds. `now()` would be rounded, up as often as down, and what
 * is rounded up is not due yet for whoever looks at once.
 */
export const DUE_AT_ONCE = Prisma.sql`date_trunc('milliseconds', now())`;
