import { createGroupCommit, type GroupCommit } from '#usecases/access/group-commit.ts';
import { createLedgerStreams, type LedgerStreams, type LedgerStreamsPorts } from '#usecases/access/ledger-streams.ts';

export interface LedgerWriter extends GroupCommit, Pick<LedgerStreams, 'heads' | 'leave'> {}

/**
 * The one writer of a process: streams of its own, so no two processes wait for each other, and commits in groups, so
 * requests of one process wait for two statements at most, of 500 entries each.
 */
export function createLedgerWriter(ports: LedgerStreamsPorts): LedgerWriter {
  const { commit, heads, leave } = createLedgerStreams(ports);
  return { ...createGroupCommit(commit, ports.log), heads, leave };
}
