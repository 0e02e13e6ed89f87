const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu;

/** Rows as lines with columns under one another; a Chinese character takes two places at a terminal. */
export function printTable(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => placesOf(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - placesOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

function placesOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
