/** How a column travels as JSON: as it is, as `\x` with hexadecimal digits, as an instant or a day in ISO 8601. */
type Travel = 'plain' | 'bytes' | 'date';

type TravelOf<Value> =
  NonNullable<Value> extends Date ? 'date' : NonNullable<Value> extends Uint8Array ? 'bytes' : 'plain';

/** The columns of a table by their names in the Prisma model. */
export type Columns<Row> = { readonly [Key in keyof Row]-?: TravelOf<Row[Key]> };

export type JsonRow = Readonly<Record<string, unknown>>;

/** A row as `row_to_json` gives it, as the Prisma client would have given it. */
export function readJsonRow<Row>(columns: Columns<Row>, json: JsonRow): Row {
  const travels = Object.entries<Travel>(columns);
  // The columns are those of Row by their type.
  return Object.fromEntries(travels.map(([key, travel]) => [key, readValue(travel, json[columnName(key)])])) as Row;
}

function readValue(travel: Travel, value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  if (travel === 'bytes') return Buffer.from(value.slice(2), 'hex');
  return travel === 'date' ? new Date(value) : value;
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
