import type { FeedRow } from '#domain/feeds/feed-definition.ts';
import type { FeedCounts, FeedFile } from '#domain/feeds/feed-file.ts';
import type { MatchRecord, RecordSource } from '#domain/registry/match-review.ts';

export interface NumberedRow<Row extends FeedRow = FeedRow> {
  /** From 1 after the header. */
  readonly rowNumber: number;
  readonly row: Row;
  /** The record as it stands in the file, decoded. */
  readonly raw: string;
}

/** What became of a record whose number does not say whose it is; `field` as a pushed one names it, the reason a code. */
export type RecordEnd =
  | { readonly end: 'LEAD' | 'IN_REVIEW' }
  | { readonly end: 'REFUSED'; readonly field: string; readonly reason: string };

/**
 * Takes one such record in the transaction of its chunk, as it is taken when an agency pushes it. Repeating is harmless.
 * `Tx` are the stores of that transaction, of which the chunk store is one.
 */
export type TakeRecord<Tx> = (tx: Tx, record: MatchRecord, source: RecordSource) => Promise<RecordEnd>;

export interface RefusedRow {
  readonly rowNumber: number;
  readonly field: string;
  readonly reason: string;
  readonly raw: string;
}

/** Some rows that follow one another, read and judged; committed together or not at all. */
export interface FeedChunk<Tx> {
  readonly file: FeedFile;
  /** Of the turn that may write. */
  readonly fence: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly rows: readonly NumberedRow[];
  readonly refused: readonly RefusedRow[];
  readonly takeRecord: TakeRecord<Tx>;
  readonly at: Date;
}

/** What came of the good rows of a chunk; a row may still be refused against what is known (an unknown division). */
export interface FeedOutcome {
  readonly accepted: number;
  readonly unchanged: number;
  readonly deleted: number;
  /** Waiting for a person to say whose they are; none in most feeds. */
  readonly inReview?: number;
  readonly refused: readonly { readonly rowNumber: number; readonly field: string; readonly reason: string }[];
}

/** OVERTAKEN: somebody else has the file now; nothing was written. */
export type ChunkEnd = { readonly kept: true; readonly counts: FeedCounts } | { readonly kept: false };
