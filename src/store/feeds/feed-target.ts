import type { FeedOutcome, NumberedRow, RecordEnd } from '#domain/feeds/feed-chunk.ts';
import type { FeedRow } from '#domain/feeds/feed-definition.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { MatchRecord } from '#domain/registry/match-review.ts';
import type { CopyTransaction } from '#store/feeds/copy-connections.ts';

/** For the records among the rows of a chunk of which a number alone does not say whose they are. */
export interface RecordTaker {
  take(record: MatchRecord, rowNumber: number): Promise<RecordEnd>;
  /** The file has said of these whose they are, or taken them back: nobody need be asked any more. */
  supersede(recordKeys: readonly string[]): Promise<void>;
}

/**
 * The table that a feed goes to: the half of its definition that speaks SQL. Listed in `feed-targets.ts`.
 *
 * Sets: one COPY into a stage and a few statements for each chunk. One by one only what a person has to be asked about. Applying the
 * same rows of the same file again changes nothing, and a row of an older file never overwrites that of a newer one
 * (file ids sort by the time they were found).
 */
export interface FeedTarget<Row extends FeedRow = FeedRow> {
  readonly feed: string;
  /**
   * Does at once what needs no database (blind indexes, seals), so that it runs beside the writing of the chunk before.
   * What it answers runs inside the chunk's transaction, and a second time when two writers collided.
   */
  prepare(
    rows: readonly NumberedRow<Row>[],
    file: FeedFile,
    at: Date,
  ): (tx: CopyTransaction, taker: RecordTaker) => Promise<FeedOutcome>;
}
