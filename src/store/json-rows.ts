/**
 * How a column travels as JSON: as it is, as `\x` with hexadecimal digits, as an instant with its offset, as a day.
 */
type Travel<Value> =
  NonNullable<Value> extends Date ? 'instant' | 'day' : NonNullable<Value> extends Uint8Array ? 'bytes' : 'plain';

/** The columns of a table that are written or read, by their names in the Prisma model. */
export type Columns<Row> = { readonly [Key in keyof Row]-?: Travel<Row[Key]> };

export type JsonRow = Readonly<Record<string, unknown>>;

/** A row as `row_to_json` gives it, as the Prisma client would have given it. */
export function readJsonRow<Row>(columns: Columns<Row>, json: JsonRow): Row {
  const row: Record<string, unknown> = {};
  for (const [key, travel] of Object.entries<Travel<unknown> | 'bytes' | 'instant' | 'day'>(columns)) {
    row[key] = readValue(travel, json[columnName(key)]);
  }
  return row as Row;
}

function readValue(travel: string, value: unknown): unknown {
  if (value === null || value === undefined || typeof value !== 'string') return value ?? null;
  switch (travel) {
    case 'bytes':
      return Buffer.from(value.slice(2), 'hex');
    case 'instant':
    case 'day':
      return new Date(value);
    default:
      return value;
  }
}

/** As `json_populate_recordset` takes it. What is left out of `row` is left out. */
export function writeJsonRow(row: Readonly<Record<string, unknown>>): JsonRow {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      columnName(key),
      value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value,
    ]),
  );
}

const names = new Map<string, string>();

/** `acceptanceNo` → `acceptance_no` */
export function columnName(key: string): string {
  let name = names.get(key);
  if (name === undefined) {
    name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    names.set(key, name);
  }
  return name;
}
