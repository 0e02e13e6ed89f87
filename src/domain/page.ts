/** Keyset paging: `after` is the id the last page ended on, so pages stay stable while rows are added. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  /** Counted up to COUNT_CAP; undefined when there are more. */
  readonly totalCount?: number | undefined;
}

/** Exact counts of large sets cost more than they tell, and invite abuse. */
export const COUNT_CAP = 10_000;

export const MAX_PAGE_SIZE = 100;
