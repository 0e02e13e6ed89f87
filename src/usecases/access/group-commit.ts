import { type AccessLedger, LedgerUnavailableError } from '#domain/access/access-ledger.ts';
import type { LedgerEntry } from '#domain/access/ledger-entry.ts';
import type { UsecaseLog } from '#usecases/ports.ts';

export interface GroupCommit extends AccessLedger {
  /** Ends what is under way; takes nothing more. */
  close(): Promise<void>;
}

/** A statement of 500 rows takes PostgreSQL 10 ms; more at once would only make the first ones wait. */
const MOST_AT_ONCE = 500;
/** What the requests that an overloaded gateway lets in can hold; beyond it the table is not keeping up. */
const MOST_WAITING = 10_000;

interface Waiting {
  readonly entries: readonly LedgerEntry[];
  readonly resolve: () => void;
  readonly reject: (error: LedgerUnavailableError) => void;
}

/**
 * Hands to `commit` together whatever gathered while the last one was under way, one commit at a time. A request is never
 * divided, and what becomes of its commit becomes of it.
 */
export function createGroupCommit(
  commit: (entries: readonly LedgerEntry[]) => Promise<void>,
  log: UsecaseLog,
): GroupCommit {
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
    async close() {
      closed = true;
      await working;
    },
  };
}
