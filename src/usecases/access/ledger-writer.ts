import { type AccessLedger, LedgerUnavailableError } from '#domain/access/access-ledger.ts';
import { canonicalEntry, LEDGER_FORMAT, sameBytes } from '#domain/access/ledger-canonical.ts';
import { type ChainHash, genesisOf } from '#domain/access/ledger-chain.ts';
import type { LedgerEntry, LedgerPlace, LedgerStream, PlacedEntry } from '#domain/access/ledger-entry.ts';
import type { LedgerKeys, LedgerTable } from '#domain/access/ledger-stores.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { UsecaseLog } from '#usecases/ports.ts';

export interface LedgerWriterPorts {
  readonly table: LedgerTable;
  readonly keys: LedgerKeys;
  readonly clock: { now(): Date };
  readonly ids: { next(): string };
  readonly log: UsecaseLog;
  /** What the streams say of their writer. */
  readonly process: Pick<LedgerStream, 'role' | 'host' | 'pid'>;
}

export interface LedgerWriter extends AccessLedger {
  /** The ends of the streams of this process, as far as they are committed. */
  heads(): readonly LedgerPlace[];
  /** Forgets a stream that is not written any more. */
  leave(streamId: string): void;
  /** Ends what is under way; takes nothing more. */
  close(): Promise<void>;
}

/** Once, once more knowing what was committed, and a last time when an older statement came in between. */
const TRIES = 3;
/** A statement of 500 rows takes PostgreSQL 10 ms; more at once would only make the first ones wait. */
const MOST_AT_ONCE = 500;
/** What the requests that an overloaded gateway lets in can hold; beyond it the table is not keeping up. */
const MOST_WAITING = 10_000;

interface Waiting {
  readonly entries: readonly LedgerEntry[];
  readonly resolve: () => void;
  readonly reject: (error: LedgerUnavailableError) => void;
}

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
 * The one writer of a process. It keeps a stream of its own, so no two processes wait for each other, and writes together
 * whatever gathered while the last statement was under way, so requests of one process wait for two statements at most.
 *
 * After an error nobody knows whether the statement was committed, or will be in a moment. The head is then read back from
 * the table, and has to be one that this process can have written: what never was would otherwise be confirmed by what is
 * written behind it, and what was cut off would be forgotten. Else the stream is left as it is and another one begun.
 */
export function createLedgerWriter({ table, keys, clock, ids, log, process }: LedgerWriterPorts): LedgerWriter {
  const heads = new Map<string, LedgerPlace>();
  let current: OpenStream | undefined;
  const waiting: Waiting[] = [];
  let waitingEntries = 0;
  let working: Promise<void> | undefined;
  let closed = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        await commit(batch.flatMap(({ entries }) => entries));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        log.error({ err: error, requests: batch.length }, 'the access ledger could not be written');
        for (const { reject } of batch) reject(new LedgerUnavailableError('not written', { cause: error }));
      }
    }
    working = undefined;
  }

  function takeBatch(): readonly Waiting[] {
    let entries = 0;
    const end = waiting.findIndex((each) => (entries += each.entries.length) > MOST_AT_ONCE);
    const batch = waiting.splice(0, end === -1 ? waiting.length : Math.max(1, end));
    waitingEntries -= batch.reduce((sum, each) => sum + each.entries.length, 0);
    return batch;
  }

  async function commit(entries: readonly LedgerEntry[]): Promise<void> {
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
  }

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
    append(entries) {
      if (entries.length === 0) return Promise.resolve();
      if (closed) return Promise.reject(new LedgerUnavailableError('the process is about to end'));
      if (waitingEntries + entries.length > MOST_WAITING)
        return Promise.reject(new LedgerUnavailableError('too many wait already'));
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ entries, resolve, reject });
      waitingEntries += entries.length;
      // Not at once: what the same turn of the event loop brings goes along.
      working ??= Promise.resolve().then(work);
      return promise;
    },
    heads: () => [...heads.values()],
    leave(streamId) {
      if (current?.id !== streamId) heads.delete(streamId);
    },
    async close() {
      closed = true;
      await working;
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
