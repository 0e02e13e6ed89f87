import type { ChainHash } from '#domain/access/ledger-chain.ts';
import type {
  AnchorAlgorithm,
  LedgerAnchor,
  LedgerEntry,
  LedgerPlace,
  LedgerStream,
  PlacedEntry,
} from '#domain/access/ledger-entry.ts';
import type { LedgerVerification } from '#domain/access/ledger-finding.ts';
import type { Page, PageRequest } from '#domain/page.ts';

/** What the writer of a process writes with, on a connection of its own. Every call ends within a few seconds. */
export interface LedgerTable {
  openStream(stream: LedgerStream): Promise<void>;
  /** All or none, in one statement. Any error may mean that they are there all the same: ask `headOf`. */
  append(entries: readonly PlacedEntry[]): Promise<void>;
  /** The last entry that is there; undefined for a stream without one. */
  headOf(streamId: string): Promise<LedgerPlace | undefined>;
  close(): Promise<void>;
}

/** Keeps anchors where the owner of the database cannot write. */
export interface AnchorFile {
  /** Resolves when the line is on the disk. */
  append(anchor: LedgerAnchor): Promise<void>;
  /** Undefined when there is no such file. */
  read(): AsyncIterable<LedgerAnchor | 'UNREADABLE'> | undefined;
}

/** What hashes and signs; the keys are never seen. */
export interface LedgerKeys {
  /** The key that new streams are made with. */
  readonly activeId: string;
  /** Undefined for a key that is not here. */
  hashWith(keyId: string): ChainHash | undefined;
  sign(text: string): { readonly algorithm: AnchorAlgorithm; readonly signature: Uint8Array };
  isGenuine(text: string, signed: Pick<LedgerAnchor, 'algorithm' | 'signature'>): boolean;
}

export interface LedgerFilter {
  readonly personId?: string | undefined;
  readonly caseId?: string | undefined;
  readonly viewer?: string | undefined;
  readonly from?: Date | undefined;
  /** Excluded. */
  readonly to?: Date | undefined;
}

/** `own`: about the person themselves. */
export interface AboutPerson extends LedgerEntry {
  readonly own: boolean;
}

export interface LedgerStore {
  /**
   * About the person, under any entry linked with theirs, or about a case they applied for: then it may be somebody else of
   * their household that was looked at. Newest first.
   */
  aboutPerson(personId: string, page: PageRequest): Promise<Page<AboutPerson>>;
  /** One of these. */
  findAboutPerson(personId: string, id: string): Promise<AboutPerson | undefined>;
  find(id: string): Promise<PlacedEntry | undefined>;
  /** Newest first. */
  list(filter: LedgerFilter, page: PageRequest): Promise<Page<PlacedEntry>>;

  /** All streams, those of which only entries are left without their row among them. */
  streams(): Promise<readonly (LedgerStream | { readonly id: string; readonly genesis: undefined })[]>;
  /** In the order of their places: up to `limit`, fewer where some are missing, none only at the end. */
  entriesAfter(streamId: string, sequence: number, limit: number): Promise<readonly PlacedEntry[]>;
  /** What is there of such places, and how far their streams go; streams of which nothing is there are left out. */
  compare(
    places: readonly Pick<LedgerPlace, 'streamId' | 'sequence'>[],
  ): Promise<readonly { streamId: string; sequence: number; hash: Uint8Array | undefined; last: number }[]>;

  keepAnchor(anchor: LedgerAnchor): Promise<void>;
  anchorsAfter(
    place: Pick<LedgerPlace, 'streamId' | 'sequence'> | undefined,
    limit: number,
  ): Promise<readonly LedgerAnchor[]>;

  keepVerification(verification: LedgerVerification): Promise<void>;
  lastVerification(): Promise<LedgerVerification | undefined>;
}
