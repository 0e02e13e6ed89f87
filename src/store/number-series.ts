import { openDatabase } from '#store/database.ts';
import { PREPARED } from '#store/prepared.ts';

export interface NumberSeries {
  /** Counts from 1 in each scope. A number may be skipped, never given twice. */
  next(scope: string): Promise<number>;
  close(): Promise<void>;
}

/**
 * On a connection of its own: a transaction that opens a case asks for a number, and if that came from the pool that the
 * transaction itself stands on, as many of them as the pool is large would wait for each other.
 */
export function openNumberSeries(databaseUrl: string, onError: (error: unknown) => void): NumberSeries {
  const database = openDatabase(databaseUrl, 1, onError);
  return {
    async next(scope) {
      const rows = await database.prisma.$queryRaw<{ last: number }[]>`
        ${PREPARED} INSERT INTO number_series (scope, last) VALUES (${scope}, 1)
        ON CONFLICT (scope) DO UPDATE SET last = number_series.last + 1 RETURNING last`;
      return rows[0]?.last ?? 1;
    },
    close: () => database.close(),
  };
}
