import type { FeedFileRefusal } from '#domain/feeds/feed-reasons.ts';

/** One folder that an agency fills, here or on its own server. */
export interface FeedSource {
  readonly agencyCode: string;
  readonly feed: string;
  /** Opens the folder for as long as `work` takes. Throws when it cannot be reached. */
  visit(work: (folder: FeedFolder) => Promise<void>): Promise<void>;
}

/**
 * `list` names files that have a marker (`<file>.done`, written last); a file without one is still being written and is
 * waited for.
 */
export interface FeedFolder {
  /** Names of the files whose marker is there, in the order of their names. */
  list(): Promise<readonly string[]>;
  /** At most 4,096 bytes of the marker of a file. */
  readMarker(name: string): Promise<string>;
  /** The bytes of the file; undefined when only the marker is there, or what is there is no plain file. */
  open(name: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Takes file and marker away; the file is in the archive. */
  remove(name: string): Promise<void>;
  /** Leaves the file and puts `<file>.refused` with the reason in the marker's place, for the sender to read. */
  giveBack(name: string, refusal: FeedFileRefusal): Promise<void>;
}

/** Where every file is kept as it came, under its hash, so that it can be played again. */
export interface FeedArchive {
  /** Keeps the bytes and answers what they are; the same bytes twice are kept once. Refuses more than `maxBytes`. */
  keep(bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<KeptFile | 'TOO_LARGE'>;
  /** Throws when the file is not there. */
  open(sha256: string): AsyncIterable<Uint8Array>;
}

export interface KeptFile {
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Bytes to records and cells; implemented over platform/csv. */
export interface FeedReader {
  /** Header first. Throws TextFaultError-like objects that `faultOf` understands. */
  records(
    bytes: AsyncIterable<Uint8Array>,
    options: { readonly encoding: 'utf-8' | 'gb18030'; readonly delimiter: string },
  ): AsyncIterable<readonly string[]>;
  cells(records: readonly string[], delimiter: string): readonly (readonly string[])[];
  /** What of an error is the text's fault; undefined for any other error. `record` 0 is the header. */
  faultOf(error: unknown): { readonly code: FeedFileRefusal; readonly record: number } | undefined;
}
