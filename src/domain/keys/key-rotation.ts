/** A rotation of keys (密钥轮换): what older keys than the target have sealed is sealed anew, in passes over all tables. */
export interface KeyRotation {
  readonly id: string;
  readonly targetKeyId: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly startsAt: Date;
  readonly place: RotationPlace;
  /** Values sealed anew, over all passes. */
  readonly resealed: number;
  readonly finishedAt?: Date | undefined;
}

/** How far this pass has come. */
export interface RotationPlace {
  /** From 1. */
  readonly pass: number;
  /** The table it is at; absent at the beginning of a pass. */
  readonly table?: string | undefined;
  /** Key of the last row looked at in it, as text; empty at its beginning. */
  readonly lastKey: readonly string[];
  /** Rows looked at, and those of them that named an older key. */
  readonly examined: number;
  readonly found: number;
  /** Values that do not open with any key; they stay as they are and are counted again in each pass. */
  readonly broken: number;
}

/** A page of one table, done. */
export interface ResealedPage {
  readonly examined: number;
  /** Rows with a value that names an older key and opens. */
  readonly found: number;
  /** Values written; fewer than found where somebody else had the row at that moment. */
  readonly resealed: number;
  readonly broken: number;
  /** Absent: that was the end of the table. */
  readonly lastKey?: readonly string[] | undefined;
}

/**
 * The place after a page. It is over when a whole pass has found nothing left: a pass that sealed something anew, or met a
 * row that somebody else held, is followed by another.
 */
export function afterPage(
  place: RotationPlace,
  page: ResealedPage,
  tables: readonly string[],
): { readonly place: RotationPlace; readonly isOver: boolean } {
  const counted: RotationPlace = {
    ...place,
    table: place.table ?? tables[0],
    lastKey: page.lastKey ?? [],
    examined: place.examined + page.examined,
    found: place.found + page.found,
    broken: place.broken + page.broken,
  };
  if (page.lastKey) return { place: counted, isOver: false };
  const next = tables[tables.indexOf(counted.table ?? '') + 1];
  if (next !== undefined) return { place: { ...counted, table: next }, isOver: false };
  if (counted.found === 0) return { place: counted, isOver: true };
  return { place: { pass: place.pass + 1, lastKey: [], examined: 0, found: 0, broken: 0 }, isOver: false };
}
