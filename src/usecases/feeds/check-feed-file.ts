import type { FeedDefinition, FeedEncoding, FeedTally } from '#domain/feeds/feed-definition.ts';
import type { FeedReader } from '#domain/feeds/feed-ports.ts';
import type { FeedFileRefusal } from '#domain/feeds/feed-reasons.ts';
import { cellsBy, readHeader, type RecordRun, recordRuns } from '#usecases/feeds/feed-rows.ts';

export type CheckedFile =
  | { readonly ok: true; readonly columns: readonly string[]; readonly rows: number }
  | { readonly ok: false; readonly reason: FeedFileRefusal; readonly row: number };

export interface FileToCheck {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly encoding: FeedEncoding;
  /** Absent where nobody declared any. */
  readonly declaredRows?: number | undefined;
}

/**
 * Reads a file to its end before its first row is taken: decoding, quoting, header, trailer, and how many rows there are.
 * A file that is damaged anywhere is refused whole. Calls `onProgress` with the rows read so far.
 */
export async function checkFeedFile(
  reader: FeedReader,
  definition: FeedDefinition,
  { bytes, encoding, declaredRows }: FileToCheck,
  onProgress: (rows: number) => Promise<void> = async () => {},
): Promise<CheckedFile> {
  let columns: readonly string[] | undefined;
  let records = 0;
  let last = '';
  const tally = definition.tally?.();
  let held: readonly string[] = [];
  try {
    for await (const run of recordRuns(reader, bytes, definition, encoding)) {
      if (!columns) {
        columns = readHeader(reader, run.records[0] ?? '', definition);
        if (!columns) return { ok: false, reason: 'HEADER_DIFFERS', row: 0 };
      }
      if (tally) held = addRows(reader, definition, columns, tally, [...held, ...rowsOf(run)]);
      records = run.first + run.records.length;
      last = run.records.at(-1) ?? last;
      await onProgress(records - 1);
    }
  } catch (error) {
    const fault = reader.faultOf(error);
    if (!fault) throw error;
    return { ok: false, reason: fault.code, row: fault.record };
  }
  if (!columns) return { ok: false, reason: 'FILE_EMPTY', row: 0 };
  const rows = records - 1 - (definition.readTrailer || tally ? 1 : 0);
  const trailer = reader.cells([last], definition.delimiter)[0] ?? [];
  const trailerFault = tally ? tally.fault(trailer, rows) : definition.readTrailer?.(trailer, rows);
  if (trailerFault !== undefined || rows < 0) return { ok: false, reason: 'TRAILER_DIFFERS', row: records - 1 };
  if (declaredRows !== undefined && declaredRows !== rows) return { ok: false, reason: 'COUNT_DIFFERS', row: 0 };
  return { ok: true, columns, rows };
}

function rowsOf({ first, records }: RecordRun): readonly string[] {
  return first === 0 ? records.slice(1) : records;
}

/** Adds all but the last record, which may turn out to be the trailer; answers that one. */
function addRows(
  reader: FeedReader,
  { delimiter }: FeedDefinition,
  columns: readonly string[],
  tally: FeedTally,
  records: readonly string[],
): readonly string[] {
  const { view, show } = cellsBy(columns);
  for (const cells of reader.cells(records.slice(0, -1), delimiter)) {
    if (cells.length !== columns.length) continue;
    show(cells);
    tally.add(view);
  }
  return records.slice(-1);
}
