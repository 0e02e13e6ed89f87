import type { NumberedRow, RefusedRow } from '#domain/feeds/feed-chunk.ts';
import type { FeedCells, FeedDefinition, FeedEncoding, FeedGround } from '#domain/feeds/feed-definition.ts';
import type { FeedReader } from '#domain/feeds/feed-ports.ts';

/** Records that follow one another, with the number of the first; 0 is the header. */
export interface RecordRun {
  readonly first: number;
  readonly records: readonly string[];
}

/** The records of a file in runs of whatever size they come. Throws what `reader.faultOf` understands. */
export async function* recordRuns(
  reader: FeedReader,
  bytes: AsyncIterable<Uint8Array>,
  { delimiter }: FeedDefinition,
  encoding: FeedEncoding,
): AsyncGenerator<RecordRun> {
  let first = 0;
  for await (const records of reader.records(bytes, { encoding, delimiter })) {
    yield { first, records };
    first += records.length;
  }
}

/** The rows from `from` to `to` in chunks of one size, however they were read; the last may be smaller. */
export async function* chunksOf(
  runs: AsyncIterable<RecordRun>,
  from: number,
  to: number,
  size: number,
): AsyncGenerator<RecordRun> {
  let first = from;
  let records: string[] = [];
  for await (const run of runs) {
    const skipped = Math.max(0, first + records.length - run.first);
    const wanted = run.records.slice(skipped, Math.max(skipped, to + 1 - run.first));
    for (const record of wanted) {
      records.push(record);
      if (records.length < size) continue;
      yield { first, records };
      first += records.length;
      records = [];
    }
    if (first + records.length > to) break;
  }
  if (records.length > 0) yield { first, records };
}

/** The names in the header, if they are exactly the definition's, in any order. */
export function readHeader(
  reader: FeedReader,
  record: string,
  definition: FeedDefinition,
): readonly string[] | undefined {
  // The mark stays in front where the decoder does not know it, as in GB18030.
  const [cells = []] = reader.cells([record.replace(/^\ufeff/, '')], definition.delimiter);
  const names = cells.map((cell) => cell.trim());
  const expected = new Set(definition.columns.map(({ name }) => name));
  const fits =
    names.length === expected.size && new Set(names).size === names.length && names.every((name) => expected.has(name));
  return fits ? names : undefined;
}

export interface JudgedRows {
  readonly rows: readonly NumberedRow[];
  readonly refused: readonly RefusedRow[];
}

/** Reads each row by its definition; nothing is stored and nobody is asked. */
export function judgeRows(
  reader: FeedReader,
  definition: FeedDefinition,
  columns: readonly string[],
  { first, records }: RecordRun,
  ground: FeedGround,
): JudgedRows {
  const rows: NumberedRow[] = [];
  const refused: RefusedRow[] = [];
  const { view, show } = cellsBy(columns);
  const cells = reader.cells(records, definition.delimiter);
  for (const [index, raw] of records.entries()) {
    const rowNumber = first + index;
    const row = cells[index] ?? [];
    show(row);
    const result = rowFault(raw, row, columns) ?? definition.readRow(view, ground);
    if ('row' in result) rows.push({ rowNumber, row: result.row, raw });
    else refused.push({ rowNumber, field: result.field, reason: result.reason, raw });
  }
  return { rows, refused };
}

/** What is wrong with a row before any of its cells is looked at. */
function rowFault(raw: string, cells: readonly string[], columns: readonly string[]) {
  if (cells.length !== columns.length) return { field: '', reason: 'COLUMN_COUNT' };
  if (!raw.includes('\0')) return undefined;
  return { field: columns[cells.findIndex((cell) => cell.includes('\0'))] ?? '', reason: 'NUL' };
}

/** One view for all rows of a chunk: making an object for each row costs as much as reading it. */
export function cellsBy(columns: readonly string[]): { view: FeedCells; show(row: readonly string[]): void } {
  const places = new Map(columns.map((name, index) => [name, index]));
  let shown: readonly string[] = [];
  return {
    view: {
      text(column) {
        const text = shown[places.get(column) ?? -1];
        if (text === undefined) throw new RangeError(`no column ${column}`);
        return text;
      },
    },
    show: (row) => void (shown = row),
  };
}
