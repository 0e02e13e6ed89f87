import { canonicalEntry, canonicalStream, sameBytes } from '#domain/access/ledger-canonical.ts';
import type { LedgerPlace, LedgerStream, PlacedEntry } from '#domain/access/ledger-entry.ts';
import type { LedgerFinding } from '#domain/access/ledger-finding.ts';

/** HMAC-SHA-256 with the key of the ledger over the hash before and a canonical text. */
export type ChainHash = (previous: Uint8Array, text: string) => Uint8Array;

/** Before the genesis of every stream. */
const NOTHING = new Uint8Array(32);

export function genesisOf(stream: Omit<LedgerStream, 'genesis'>, hash: ChainHash): Uint8Array {
  return hash(NOTHING, canonicalStream(stream));
}

/** Goes along one stream, entry by entry in the order of their places. */
export interface ChainWalk {
  /** What is wrong with the row of the stream. */
  readonly ofStream: LedgerFinding | undefined;
  /** What is wrong here. */
  take(entry: PlacedEntry): readonly LedgerFinding[];
}

/**
 * After a fault it goes on from the hash that is written there, so that one altered entry is one finding and not all that
 * follow. What stands right behind a gap cannot be checked and belongs to that finding.
 */
export function walkChain(stream: LedgerStream, hash: ChainHash): ChainWalk {
  const sound = sameBytes(stream.genesis, genesisOf(stream, hash));
  let last: LedgerPlace = { streamId: stream.id, sequence: 0, hash: stream.genesis };
  return {
    ofStream: sound ? undefined : { kind: 'STREAM_ALTERED', streamId: stream.id, sequence: 0 },
    take(entry) {
      const { streamId, sequence } = entry;
      const altered = [{ kind: 'ENTRY_ALTERED', streamId, sequence }] as const;
      // No writer begins before 1.
      if (sequence <= last.sequence) return altered;
      const before = last;
      last = entry;
      if (sequence > before.sequence + 1)
        return [{ kind: 'ENTRY_MISSING', streamId, sequence: before.sequence + 1, until: sequence - 1 }];
      const text = canonicalEntry(entry, entry, entry.format);
      return text !== undefined && sameBytes(entry.hash, hash(before.hash, text)) ? [] : altered;
    },
  };
}
