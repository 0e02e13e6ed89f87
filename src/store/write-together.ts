import type { Connection } from '#store/database.ts';
import { columnName, writeJsonRow } from '#store/json-rows.ts';
import { PREPARED } from '#store/prepared.ts';
import { CHANNELS } from '#store/wake-up.ts';

type Row = Readonly<Record<string, unknown>>;

/** A part of one statement. Names of tables and columns are our own words, never anybody's input. */
export interface Write {
  readonly table: string;
  readonly rows: readonly Row[];
  /** `rowsOf` answers where the rows come from, one record each with the table's column names. */
  sql(rowsOf: string): string;
}

export interface Notice {
  readonly channel: keyof typeof CHANNELS;
  readonly payload?: string;
}

/** Rows that are new. A column that none of them names gets its default, one that only others name gets NULL. */
export function insertion(table: string, rows: readonly Row[]): Write {
  const columns = columnsOf(rows).map(quoted).join(', ');
  return {
    table,
    rows,
    sql: (rowsOf) => `INSERT INTO ${quoted(table)} (${columns}) SELECT ${columns} FROM ${rowsOf} n`,
  };
}

/**
 * Rows that are there, by their `id`; a row that has a `version` is written only while it is at that one, which rises.
 * `computed` are expressions by column over the row as it will be (`n`).
 */
export function change(table: string, rows: readonly Row[], computed: Readonly<Record<string, string>> = {}): Write {
  const columns = columnsOf(rows);
  const versioned = columns.includes('version');
  const sets = [
    ...columns
      .filter((column) => column !== 'id' && column !== 'version')
      .map((column) => `${quoted(column)} = n.${quoted(column)}`),
    ...Object.entries(computed).map(([column, expression]) => `${quoted(column)} = ${expression}`),
    ...(versioned ? ['version = t.version + 1'] : []),
  ];
  const at = versioned ? 't.id = n.id AND t.version = n.version' : 't.id = n.id';
  return {
    table,
    rows,
    sql: (rowsOf) => `UPDATE ${quoted(table)} t SET ${sets.join(', ')} FROM ${rowsOf} n WHERE ${at}`,
  };
}

/**
 * Everything in one statement: a round trip costs more than what a few rows need. References among the rows are checked
 * at its end. Answers how many rows each write has written, in their order.
 */
export async function writeTogether(
  db: Connection,
  writes: readonly Write[],
  notices: readonly Notice[],
): Promise<readonly number[]> {
  const wanted = writes.filter(({ rows }) => rows.length > 0);
  const values: string[] = [];
  const given = (value: string): string => `$${values.push(value)}`;
  const parts = wanted.map(({ table, rows, sql }, at) => {
    const json = given(JSON.stringify(rows.map(writeJsonRow)));
    const records = `(SELECT * FROM json_populate_recordset(NULL::${quoted(table)}, ${json}::json) LIMIT ${atMost(rows.length)})`;
    return `w${at} AS (${sql(records)} RETURNING 1)`;
  });
  const answers = [
    ...wanted.map((_, at) => `(SELECT count(*)::int FROM w${at}) AS w${at}`),
    ...notices.map(
      ({ channel, payload = '' }, at) => `pg_notify(${given(CHANNELS[channel])}, ${given(payload)})::text AS n${at}`,
    ),
  ];
  const statement = `${PREPARED.sql} WITH ${parts.join(', ')} SELECT ${answers.join(', ')}`;
  const [answer] = await db.$queryRawUnsafe<readonly Readonly<Record<string, number>>[]>(statement, ...values);
  return writes.map((write) => answer?.[`w${wanted.indexOf(write)}`] ?? 0);
}

/**
 * The planner takes a list of records for a hundred rows, and would read whole tables to find three. In steps, so that there
 * are few different statements.
 */
function atMost(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}

function columnsOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].map(columnName);
}

function quoted(name: string): string {
  return `"${name}"`;
}
