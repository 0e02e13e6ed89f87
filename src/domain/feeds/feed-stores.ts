import type { ChunkEnd, FeedChunk, NumberedRow, TakeRecord } from '#domain/feeds/feed-chunk.ts';
import type { FeedFile, FeedFileStatus } from '#domain/feeds/feed-file.ts';
import type { FeedFileRefusal } from '#domain/feeds/feed-reasons.ts';
import type { QuarantinedRow, QuarantineStatus } from '#domain/feeds/quarantined-row.ts';
import type { Page, PageRequest } from '#domain/page.ts';

export interface FeedFileStore {
  /**
   * SAME when a delivery with this key is there already. A file that is not refused has its bytes as its key, so the same
   * bytes under another name are the same; a refused one is refused again only for another marker.
   */
  insert(file: FeedFile, arrivalKey: string): Promise<'STORED' | 'SAME'>;
  findByArrivalKey(arrivalKey: string): Promise<FeedFile | undefined>;
  find(id: string): Promise<FeedFile | undefined>;
  list(filter: FeedFileFilter, page: PageRequest): Promise<Page<FeedFile>>;
  /** Claims the next turn; undefined when nothing is to be done or somebody else is at it. */
  claim(id: string, leaseSeconds: number): Promise<ClaimedFeedFile | undefined>;
  /** False when somebody else has claimed the file since; so with every method that takes a fence. */
  renew(id: string, fence: number, leaseSeconds: number): Promise<boolean>;
  /** The file was read to its end and nothing is wrong with it as a whole. */
  saveChecked(
    id: string,
    fence: number,
    checked: { readonly columns: readonly string[]; readonly countedRows: number },
    leaseSeconds: number,
  ): Promise<boolean>;
  /** The work that follows the rows up to this one is done. */
  saveFollowed(id: string, fence: number, row: number): Promise<boolean>;
  end(id: string, fence: number, end: FeedFileEnd): Promise<boolean>;
  /** Gives the turn back, to go on at once. */
  release(id: string, fence: number): Promise<void>;
  /** A file that has halted goes on. False when it has not. */
  resume(id: string): Promise<boolean>;
  /** Of each agency and feed the oldest file that is not done: what came later has to wait for it. */
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; turn: number }[]>;
}

export interface FeedFileFilter {
  readonly agencyCode?: string | undefined;
  readonly feed?: string | undefined;
  readonly status?: readonly FeedFileStatus[] | undefined;
}

export interface ClaimedFeedFile {
  readonly file: FeedFile;
  readonly fence: number;
  /** Turns begun since the last progress, this one included. */
  readonly attempts: number;
}

export interface FeedFileEnd {
  readonly status: 'DONE' | 'REFUSED' | 'HALTED';
  readonly reason?: FeedFileRefusal | undefined;
  readonly faultRow?: number | undefined;
  /** Of a refused file: it may come again under another marker. */
  readonly arrivalKey?: string | undefined;
  readonly at: Date;
}

export interface FeedChunkStore<Tx> {
  /**
   * Seals and hashes at once; what it answers writes the chunk, its quarantined rows, the counts and the cursor in one
   * transaction. Writes nothing when the fence is not the present one or the cursor not before the chunk.
   */
  prepare(chunk: FeedChunk<Tx>): () => Promise<ChunkEnd>;
  /** Takes one corrected row and closes its quarantine in one transaction. Nothing is written when it is refused. */
  correct(file: FeedFile, row: NumberedRow, correction: RowCorrection<Tx>): Promise<CorrectionEnd>;
}

export interface RowCorrection<Tx> {
  readonly quarantinedRowId: string;
  readonly by: string;
  readonly note?: string | undefined;
  readonly takeRecord: TakeRecord<Tx>;
  /** What follows from the row, in the same transaction. */
  readonly follow: (tx: Tx) => Promise<void>;
  readonly at: Date;
}

export type CorrectionEnd =
  | { readonly end: 'TAKEN' }
  /** Somebody has corrected or discarded it meanwhile. */
  | { readonly end: 'NOT_OPEN' }
  | { readonly end: 'REFUSED'; readonly field: string; readonly reason: string };

export interface QuarantineStore {
  find(id: string): Promise<QuarantinedRow | undefined>;
  /** The record as it came; undefined where nothing is kept. */
  openRaw(id: string): Promise<string | undefined>;
  list(filter: QuarantineFilter, page: PageRequest): Promise<Page<QuarantinedRow>>;
  /** A correction that was refused: counted, and the row shows what is wrong now. */
  saveRefusedCorrection(id: string, field: string, reason: string): Promise<void>;
  /** False when the row is not open any more. */
  discard(id: string, by: string, note: string, at: Date): Promise<boolean>;
}

export interface QuarantineFilter {
  readonly feedFileId?: string | undefined;
  readonly feedImportId?: string | undefined;
  readonly reason?: string | undefined;
  readonly status?: readonly QuarantineStatus[] | undefined;
}
