import { findFeedDefinition } from '#domain/feeds/feed-definitions.ts';
import { maskCell } from '#domain/feeds/mask-cell.ts';
import type { QuarantinedRow } from '#domain/feeds/quarantined-row.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface ShownCell {
  /** Empty where the row has not as many cells as the header. */
  readonly column: string;
  readonly text: string;
}

/** The cells of a row in quarantine, with everything masked that says who somebody is. None for a pushed batch. */
export async function showQuarantinedCells(
  { stores, feeds }: UsecaseDependencies,
  { id, feedFileId }: QuarantinedRow,
): Promise<readonly ShownCell[]> {
  const file = feedFileId === undefined ? undefined : await stores.feedFiles.find(feedFileId);
  const definition = file && findFeedDefinition(file.feed);
  const raw = definition && (await stores.quarantine.openRaw(id));
  if (!definition || raw === undefined) return [];
  const [cells = []] = feeds.reader.cells([raw], definition.delimiter);
  const named = cells.length === file.columns.length;
  const open = new Set(definition.columns.filter(({ personal }) => !personal).map(({ name }) => name));
  return cells.map((cell, index) => {
    const column = named ? (file.columns[index] ?? '') : '';
    return { column, text: open.has(column) ? cell : maskCell(cell) };
  });
}
