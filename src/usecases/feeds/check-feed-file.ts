import type { FeedDefinition, FeedEncoding } from '#domain/feeds/feed-definition.ts';
import type { FeedReader } from '#domain/feeds/feed-ports.ts';
import type { FeedFileRefusal } from '#domain/feeds/feed-reasons.ts';
import { signedFen } from '#domain/foreign-values.ts';
import { readHeader, recordRuns } from '#usecases/feeds/feed-rows.ts';

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
  const sums = summing(reader, definition);
  try {
    for await (const run of recordRuns(reader, bytes, definition, encoding)) {
      if (!columns) {
        columns = readHeader(reader, run.records[0] ?? '', definition);
        if (!columns) return { ok: false, reason: 'HEADER_DIFFERS', row: 0 };
      }
      // One behind: the last of all is the trailer.
      if (records > 1) sums.add([last], columns);
      sums.add(run.records.slice(records === 0 ? 1 : 0, -1), columns);
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
  const rows = records - 1 - (definition.readTrailer ? 1 : 0);
  const trailerFault = definition.readTrailer?.(reader.cells([last], definition.delimiter)[0] ?? [], rows, sums.of);
  if (trailerFault !== undefined || rows < 0) return { ok: false, reason: 'TRAILER_DIFFERS', row: records - 1 };
  if (declaredRows !== undefined && declaredRows !== rows) return { ok: false, reason: 'COUNT_DIFFERS', row: 0 };
  return { ok: true, columns, rows };
}

/** Adds up the columns that the trailer has sums of; splits no record of a feed without such. */
function summing(reader: FeedReader, { summed = [], delimiter }: FeedDefinition) {
  const of = new Map<string, bigint | undefined>(summed.map((column) => [column, 0n]));
  return {
    of,
    add(records: readonly string[], columns: readonly string[]): void {
      if (summed.length === 0 || records.length === 0) return;
      const places = summed.map((column) => [column, columns.indexOf(column)] as const);
      for (const cells of reader.cells(records, delimiter)) {
        for (const [column, place] of places) {
          const fen = cells.length === columns.length ? signedFen(cells[place] ?? '') : undefined;
          const sum = of.get(column);
          of.set(column, sum === undefined || fen === undefined ? undefined : sum + fen);
        }
      }
    },
  };
}
