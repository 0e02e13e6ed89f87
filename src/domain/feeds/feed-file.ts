import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { FeedEncoding } from '#domain/feeds/feed-definition.ts';

/**
 * 已收到 · 核查中 · 入库中 · 已完成 · 已退回 · 已停住. A file is checked whole before its first row is taken, so that a
 * damaged one is refused whole; from then on each chunk of rows is committed with the cursor.
 */
export const FEED_FILE_STATUSES = ['FOUND', 'CHECKING', 'APPLYING', 'DONE', 'REFUSED', 'HALTED'] as const;
export type FeedFileStatus = (typeof FEED_FILE_STATUSES)[number];

/** What is still to be worked on. */
export const FEED_FILE_OPEN: readonly FeedFileStatus[] = ['FOUND', 'CHECKING', 'APPLYING'];

/** One file that an agency delivered. Its bytes lie in the archive under their hash. */
export interface FeedFile {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly feed: string;
  /** As delivered, made harmless. */
  readonly name: string;
  /** Of the raw bytes, hex; absent where they never came whole. */
  readonly sha256?: string | undefined;
  readonly bytes?: number | undefined;
  readonly declaredRows?: number | undefined;
  readonly encoding: FeedEncoding;
  readonly status: FeedFileStatus;
  /** Why it was refused or has halted: a code of feed-reasons.ts. */
  readonly reason?: string | undefined;
  /** Of the row where the fault lies, from 1 after the header; 0 for the header. */
  readonly faultRow?: number | undefined;
  /** In the order of the file. */
  readonly columns: readonly string[];
  /** Counted while checking. */
  readonly countedRows?: number | undefined;
  /** The last row of the last committed chunk. */
  readonly appliedRows: number;
  /** The last row whose following work is done as well. */
  readonly followedRows: number;
  readonly counts: FeedCounts;
  readonly foundAt: Date;
  readonly finishedAt?: Date | undefined;
}

/** read = accepted + unchanged + quarantined + deleted + inReview. */
export interface FeedCounts {
  readonly accepted: number;
  /** Known already as it is, or older than what is known. */
  readonly unchanged: number;
  readonly quarantined: number;
  /** Tombstones that took something away. */
  readonly deleted: number;
  /** Put before a person, who has to say whose they are; counted when the row was read. */
  readonly inReview: number;
}

/** Share of the rows that are behind, 0 to 100; undefined while the rows are not counted. */
export function percentOf({ status, countedRows, appliedRows }: FeedFile): number | undefined {
  if (status === 'DONE') return 100;
  if (countedRows === undefined) return undefined;
  return countedRows === 0 ? 100 : Math.floor((appliedRows * 100) / countedRows);
}
