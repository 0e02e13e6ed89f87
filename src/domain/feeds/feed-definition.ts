import type { LocalDate } from '#domain/referrals/local-date.ts';

/** utf-8 with or without BOM. GBK and GB2312 are read as GB18030, of which they are parts. */
export const FEED_ENCODINGS = ['utf-8', 'gb18030'] as const;
export type FeedEncoding = (typeof FEED_ENCODINGS)[number];

/**
 * What one kind of file (数据文件) looks like and how one of its rows is read. A new feed is one of these, listed in
 * `feed-definitions.ts`, and the table it goes to (`store/feeds/feed-target.ts`); the engine does the rest.
 */
export interface FeedDefinition<Row extends FeedRow = FeedRow> {
  /** Folder and code: `households`. */
  readonly feed: string;
  /** Which agencies may deliver it. */
  readonly agencies: readonly string[];
  /** Unless the marker of a file says otherwise. */
  readonly encoding: FeedEncoding;
  readonly delimiter: string;
  /** The first record has exactly these names, in any order. */
  readonly columns: readonly FeedColumn[];
  /** A record of the sender's own after the rows; it is no row. Answers what does not fit, if anything. */
  readonly readTrailer?: (cells: readonly string[], rows: number) => string | undefined;
  /** The same for a trailer with sums: sees every row while the file is checked. A new one for each file. */
  readonly tally?: () => FeedTally;
  /** Pure, for one row whose number of cells is right. The text of a cell is never part of a fault. */
  readRow(cells: FeedCells, ground: FeedGround): FeedRowResult<Row>;
}

export interface FeedTally {
  /** Of one row with the right number of cells, good or not. */
  add(cells: FeedCells): void;
  /** What of the trailer does not fit what was added, if anything. */
  fault(trailer: readonly string[], rows: number): string | undefined;
}

export interface FeedColumn {
  readonly name: string;
  /** Says who somebody is or how they live: masked wherever a quarantined row is shown. */
  readonly personal: boolean;
}

export interface FeedRow {
  /** U: is so now. D: is gone (墓碑); history stays. */
  readonly op: 'U' | 'D';
}

/** The cells of one row by column name. */
export interface FeedCells {
  /** As it stands in the file; throws RangeError for a column that the definition does not have. */
  text(column: string): string;
}

export interface FeedGround {
  /** In Asia/Shanghai. */
  readonly today: LocalDate;
  /** Production refuses demo identities. */
  readonly production: boolean;
}

export type FeedRowResult<Row> = { readonly ok: true; readonly row: Row } | FeedRowFault;

export interface FeedRowFault {
  readonly ok: false;
  /** The column's name in the file; empty for the row as a whole. */
  readonly field: string;
  /** A code: one of parse-result.ts, or one of the feeds' own, worded in feed-reasons.ts. */
  readonly reason: string;
}

export function faulty(field: string, reason: string): FeedRowFault {
  return { ok: false, field, reason };
}
