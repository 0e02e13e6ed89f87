/**
 * What a verification can find.
 *
 * - `STREAM_ALTERED`: the row of the stream is not what its genesis was made of, or that was made with another key.
 * - `STREAM_UNKNOWN`: entries of a stream that has no row.
 * - `STREAM_MISSING`: anchors speak of a stream of which nothing is there.
 * - `KEY_UNKNOWN`: hashed with a key that the secret file does not have.
 * - `ENTRY_MISSING`: a gap; deleted or moved.
 * - `ENTRY_ALTERED`: its hash does not follow from the hash before it and what it says: edited, inserted or moved.
 * - `TAIL_CUT`: the stream ends before the place of an anchor.
 * - `ANCHOR_DIFFERS`: the entry at the place of an anchor is another one: the stream was written anew.
 * - `ANCHOR_FORGED`: the signature of the anchor does not hold.
 */
export const LEDGER_FINDING_KINDS = [
  'STREAM_ALTERED',
  'STREAM_UNKNOWN',
  'STREAM_MISSING',
  'KEY_UNKNOWN',
  'ENTRY_MISSING',
  'ENTRY_ALTERED',
  'TAIL_CUT',
  'ANCHOR_DIFFERS',
  'ANCHOR_FORGED',
] as const;
export type LedgerFindingKind = (typeof LEDGER_FINDING_KINDS)[number];

export interface LedgerFinding {
  readonly kind: LedgerFindingKind;
  readonly streamId: string;
  /** The place of the entry or anchor; of a gap, the first that is missing. */
  readonly sequence: number;
  /** Of a gap or a cut: the last that is missing, as far as that is known. */
  readonly until?: number | undefined;
  /** Of an anchor: where it was read. */
  readonly source?: AnchorSource | undefined;
}

/** The table beside the entries, or the file outside of the database. */
export type AnchorSource = 'TABLE' | 'FILE';

/** What one verification came to. */
export interface LedgerVerification {
  readonly id: string;
  readonly startedAt: Date;
  readonly tookMs: number;
  readonly requestedBy: string;
  readonly streams: number;
  readonly entries: number;
  readonly tableAnchors: number;
  /** Undefined where no file was looked at. */
  readonly fileAnchors?: number | undefined;
  /** All of them; `findings` are the first. */
  readonly findingCount: number;
  readonly findings: readonly LedgerFinding[];
}
