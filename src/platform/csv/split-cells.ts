import { parse } from 'csv-parse/sync';

/**
 * The cells of whole records. Records without a quote are split, which costs a fifth of parsing; those with one go
 * through the parser together.
 */
export function splitCells(records: readonly string[], delimiter: string): readonly (readonly string[])[] {
  const quoted = records.filter((record) => record.includes('"'));
  if (quoted.length === 0) return records.map((record) => record.split(delimiter));
  const parsed = parse(quoted.join('\n'), { delimiter, relaxColumnCount: true, bom: false });
  let next = 0;
  return records.map((record) => (record.includes('"') ? (parsed[next++] ?? []) : record.split(delimiter)));
}
