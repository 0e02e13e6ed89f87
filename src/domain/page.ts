/** Keyset paging: `after` is the id the last page ended on, so pages stay stable while rows are added. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  /** Counts all that there are, up to COUNT_CAP; undefined when there are more. Asked only by who wants to know. */
  readonly countAll: () => Promise<number | undefined>;
}

export const EMPTY_PAGE: Page<never> = { items: [], hasNextPage: false, countAll: async () => 0 };

/** Exact counts of large sets cost more than they tell, and invite abuse. */
export const COUNT_CAP = 10_000;

/** For a count that stopped at one more than the cap. */
export function upToCap(count: number): number | undefined {
  return count > COUNT_CAP ? undefined : count;
}

export const MAX_PAGE_SIZE = 100;
