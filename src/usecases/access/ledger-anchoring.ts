import { canonicalAnchor } from '#domain/access/ledger-canonical.ts';
import type { LedgerAnchor, LedgerPlace } from '#domain/access/ledger-entry.ts';
import type { AnchorFile, LedgerKeys, LedgerStore } from '#domain/access/ledger-stores.ts';
import type { LedgerWriter } from '#usecases/access/ledger-writer.ts';
import type { UsecaseLog } from '#usecases/ports.ts';

export interface LedgerAnchoringPorts {
  readonly writer: Pick<LedgerWriter, 'heads' | 'leave'>;
  readonly keys: Pick<LedgerKeys, 'sign'>;
  readonly store: Pick<LedgerStore, 'keepAnchor'>;
  /** Absent where an installation keeps none: then nothing tells of a stream that was written anew with the key. */
  readonly file: AnchorFile | undefined;
  readonly clock: { now(): Date };
  readonly log: UsecaseLog;
  /** Milliseconds that only ever rise: the grace is not counted by a clock that people move. */
  readonly elapsedMs: () => number;
}

export interface LedgerAnchoring {
  /** Signs and keeps the heads that moved since they were anchored last. Never throws. */
  anchor(): Promise<void>;
  /** Whether entries have waited for longer than the grace to be anchored. */
  isOverdue(): boolean;
}

/** How long entries may stay without an anchor before the ledger takes no more: as long as X-Road allows for its time stamps. */
export const ANCHOR_GRACE_MS = 4 * 3_600_000;

/** File first: an anchor in the table alone is worth less than one in the file alone. */
export function createLedgerAnchoring(ports: LedgerAnchoringPorts): LedgerAnchoring {
  const { writer, keys, store, file, clock, log, elapsedMs } = ports;
  const anchored = new Map<string, number>();
  let waitingSince: number | undefined;
  let turn: Promise<void> = Promise.resolve();

  const owed = (): readonly LedgerPlace[] =>
    writer.heads().filter(({ streamId, sequence }) => anchored.get(streamId) !== sequence);

  async function anchorOwed(): Promise<void> {
    try {
      for (const head of owed()) {
        const unsigned = { ...head, at: clock.now() };
        const anchor: LedgerAnchor = { ...unsigned, ...keys.sign(canonicalAnchor(unsigned)) };
        await file?.append(anchor);
        await store.keepAnchor(anchor);
        anchored.set(head.streamId, head.sequence);
        writer.leave(head.streamId);
      }
      waitingSince = undefined;
    } catch (error) {
      waitingSince ??= elapsedMs();
      log.error({ err: error }, 'the access ledger could not be anchored; tried again in a minute');
    }
  }

  return {
    // One after the other: the last one, of a process that ends, may meet the one of the minute.
    anchor: () => (turn = turn.then(anchorOwed)),
    isOverdue: () => waitingSince !== undefined && elapsedMs() - waitingSince > ANCHOR_GRACE_MS,
  };
}
