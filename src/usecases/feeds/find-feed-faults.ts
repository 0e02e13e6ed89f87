import type { FeedDefinition, FeedEncoding } from '#domain/feeds/feed-definition.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { type CheckedFile, checkFeedFile } from '#usecases/feeds/check-feed-file.ts';
import { chunksOf, judgeRows, recordRuns } from '#usecases/feeds/feed-rows.ts';
import type { FeedPorts } from '#usecases/ports.ts';

/** Rows with the same fault in the same column. */
export interface FaultGroup {
  readonly field: string;
  readonly reason: string;
  readonly count: number;
  /** The first few row numbers. */
  readonly firstRows: readonly number[];
}

export interface FeedFaults {
  readonly file: CheckedFile;
  readonly goodRows: number;
  /** Most frequent first. */
  readonly groups: readonly FaultGroup[];
}

/** All that is needed of the house: neither tables nor agencies. */
interface FaultGround {
  readonly feeds: Pick<FeedPorts, 'reader'>;
  readonly clock: { now(): Date };
  readonly production: boolean;
}

const CHUNK_ROWS = 5_000;
const ROWS_SHOWN = 5;

/**
 * Reads a file as it would be read when it is delivered and stores nothing. What only the register knows (a division, a
 * name under a number) is not looked at. `open` is called twice.
 */
export async function findFeedFaults(
  { feeds: { reader }, clock, production }: FaultGround,
  definition: FeedDefinition,
  open: () => AsyncIterable<Uint8Array>,
  encoding: FeedEncoding,
): Promise<FeedFaults> {
  const file = await checkFeedFile(reader, definition, { bytes: open(), encoding });
  if (!file.ok) return { file, goodRows: 0, groups: [] };
  const ground = { today: localDateOf(clock.now()), production };
  const groups = new Map<string, { field: string; reason: string; count: number; firstRows: number[] }>();
  let goodRows = 0;
  for await (const run of chunksOf(recordRuns(reader, open(), definition, encoding), 1, file.rows, CHUNK_ROWS)) {
    const { rows, refused } = judgeRows(reader, definition, file.columns, run, ground);
    goodRows += rows.length;
    for (const { field, reason, rowNumber } of refused) {
      const key = `${field}/${reason}`;
      const group = groups.get(key) ?? { field, reason, count: 0, firstRows: [] };
      group.count += 1;
      if (group.firstRows.length < ROWS_SHOWN) group.firstRows.push(rowNumber);
      groups.set(key, group);
    }
  }
  return { file, goodRows, groups: [...groups.values()].toSorted((a, b) => b.count - a.count) };
}
