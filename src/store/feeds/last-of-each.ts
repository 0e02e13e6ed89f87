import type { NumberedRow } from '#domain/feeds/feed-chunk.ts';
import type { FeedRow } from '#domain/feeds/feed-definition.ts';

/** What a chunk says in the end about one thing. */
export interface LastOfEach<Row extends FeedRow> {
  /** Of the last row that speaks of it. */
  readonly rowNumber: number;
  /** The last row that says how it is; absent where there are only tombstones. */
  readonly stated: Extract<Row, { op: 'U' }> | undefined;
  /** Names the thing. */
  readonly last: Row;
  readonly gone: boolean;
}

/** Of rows about the same thing the last one counts: one statement cannot write the same row of a table twice. */
export function lastOfEach<Row extends FeedRow>(
  rows: readonly NumberedRow<Row>[],
  keyOf: (row: Row) => string,
): readonly LastOfEach<Row>[] {
  const last = new Map<string, LastOfEach<Row>>();
  for (const { row, rowNumber } of rows) {
    const key = keyOf(row);
    const gone = row.op === 'D';
    last.set(key, {
      rowNumber,
      stated: isStatement(row) ? row : last.get(key)?.stated,
      last: row,
      gone,
    });
  }
  return [...last.values()];
}

function isStatement<Row extends FeedRow>(row: Row): row is Extract<Row, { op: 'U' }> {
  return row.op === 'U';
}
