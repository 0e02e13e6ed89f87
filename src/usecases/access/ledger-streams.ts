import { canonicalEntry, LEDGER_FORMAT, sameBytes } from '#domain/access/ledger-canonical.ts';
import { type ChainHash, genesisOf } from '#domain/access/ledger-chain.ts';
import type { LedgerEntry, LedgerPlace, LedgerStream, PlacedEntry } from '#domain/access/ledger-entry.ts';
import type { LedgerKeys, LedgerTable } from '#domain/access/ledger-stores.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { UsecaseLog } from '#usecases/ports.ts';

export interface LedgerStreamsPorts {
  readonly table: LedgerTable;
  readonly keys: LedgerKeys;
  readonly clock: { now(): Date };
  readonly ids: { next(): string };
  readonly log: UsecaseLog;
  /** What the streams say of their writer. */
  readonly process: Pick<LedgerStream, 'role' | 'host' | 'pid'>;
}

export interface LedgerStreams {
  /** All or none; one call at a time. Throws when they may not be there. */
  commit(entries: readonly LedgerEntry[]): Promise<void>;
  /** The ends of the streams of this process, as far as they are committed. */
  heads(): readonly LedgerPlace[];
  /** Forgets a stream that is not written any more. */
  leave(streamId: string): void;
}

/** Once, once more knowing what was committed, and a last time when an older statement came in between. */
const TRIES = 3;

/** A stream that is being written. */
interface OpenStream {
  readonly id: string;
  readonly month: string;
  readonly hash: ChainHash;
  head: LedgerPlace;
  /** Where the stream may end instead: statements that ended in an error after which nobody knows. */
  doubtful: LedgerPlace[];
}

/**
 * The streams of one process, one at a time.
 *
 * After an error nobody knows whether the statement was committed, or will be in a moment. The head is then read back from
 * the table, and has to be one that this process can have written: what never was would otherwise be confirmed by what is
 * written behind it, and what was cut off would be forgotten. Else the stream is left as it is and another one begun.
 */
export function createLedgerStreams({ table, keys, clock, ids, log, process }: LedgerStreamsPorts): LedgerStreams {
  const heads = new Map<string, LedgerPlace>();
  let current: OpenStream | undefined;

  /** The present stream with its head known, or another one where that month is over or its end is none of ours. */
  async function openStream(): Promise<OpenStream> {
    const openedAt = clock.now();
    const month = monthOf(openedAt);
    if (current && current.month === month && (await settled(current))) return current;
    current = undefined;
    const hash = keys.hashWith(keys.activeId);
    if (!hash) throw new RangeError('the active key of the ledger is not there');
    const row = { ...process, id: ids.next(), openedAt, keyId: keys.activeId, format: LEDGER_FORMAT };
    const genesis = genesisOf(row, hash);
    await table.openStream({ ...row, genesis });
    const head = { streamId: row.id, sequence: 0, hash: genesis };
    heads.set(row.id, head);
    current = { id: row.id, month, hash, head, doubtful: [] };
    return current;
  }

  /** Finds out where the stream ends when that is in doubt. False when it ends where we never wrote. */
  async function settled(stream: OpenStream): Promise<boolean> {
    if (stream.doubtful.length === 0) return true;
    const found = await table.headOf(stream.id);
    if (samePlace(found, stream.head)) return true;
    const written = stream.doubtful.find((place) => samePlace(found, place));
    if (written) {
      moveTo(stream, written);
      return true;
    }
    log.error({ stream: stream.id }, 'a stream of the access ledger ends where it never ended; another one is begun');
    return false;
  }

  /** From here on, statements that began at an older head cannot be committed any more: their first place is taken. */
  function moveTo(stream: OpenStream, head: LedgerPlace): void {
    stream.head = head;
    stream.doubtful = [];
    heads.set(stream.id, head);
  }

  return {
    async commit(entries: readonly LedgerEntry[]): Promise<void> {
      let ours: LedgerPlace | undefined;
      for (let tries = 1; ; tries += 1) {
        try {
          const stream = await openStream();
          if (ours?.streamId === stream.id && samePlace(stream.head, ours)) return;
          const placed = chained(stream, entries);
          const end = placed.at(-1);
          if (!end) return;
          ours = { streamId: stream.id, sequence: end.sequence, hash: end.hash };
          stream.doubtful.push(ours);
          await table.append(placed);
          moveTo(stream, ours);
          return;
        } catch (error) {
          if (tries === TRIES) throw error;
          log.warn({ err: error }, 'the access ledger is written again');
        }
      }
    },
    heads: () => [...heads.values()],
    leave(streamId) {
      if (current?.id !== streamId) heads.delete(streamId);
    },
  };
}

/** The entries with their places behind the head of the stream. */
function chained(stream: OpenStream, entries: readonly LedgerEntry[]): readonly PlacedEntry[] {
  let { sequence, hash } = stream.head;
  return entries.map((entry) => {
    sequence += 1;
    const place = { streamId: stream.id, sequence };
    const text = canonicalEntry(place, entry, LEDGER_FORMAT);
    if (text === undefined) throw new RangeError('the present format is unknown');
    hash = stream.hash(hash, text);
    return { ...entry, ...place, format: LEDGER_FORMAT, hash };
  });
}

function samePlace(found: LedgerPlace | undefined, place: LedgerPlace): boolean {
  if (!found) return place.sequence === 0;
  return found.sequence === place.sequence && sameBytes(found.hash, place.hash);
}

/** Months of Beijing: what is kept for three years is given up stream by stream. */
function monthOf(at: Date): string {
  return localDateOf(at).slice(0, 7);
}
