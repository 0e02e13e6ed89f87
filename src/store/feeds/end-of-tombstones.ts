import type { FeedOutcome } from '#domain/feeds/feed-chunk.ts';
import type { Queried } from '#store/feeds/copy-connections.ts';

/** Of rows with `row_number`, `known` and `deleted`: what never came cannot be taken back, and somebody has to look. */
export function endOfTombstones(rows: Queried['rows'], field: string): Pick<FeedOutcome, 'deleted' | 'refused'> {
  return {
    deleted: rows.filter((row) => row['deleted'] === true).length,
    refused: rows
      .filter((row) => row['known'] !== true)
      .map((row) => ({ rowNumber: Number(row['row_number']), field, reason: 'TOMBSTONE_UNKNOWN' })),
  };
}
