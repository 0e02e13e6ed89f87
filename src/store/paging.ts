import { COUNT_CAP, type Page, type PageRequest, upToCap } from '#domain/page.ts';

/** Newest first by id (UUID v7 sorts by time); one row more than asked tells whether another page follows. */
export async function readPage<Row extends { id: string }, Item>(
  request: PageRequest,
  find: (paging: {
    take: number;
    orderBy: { id: 'desc' | 'asc' };
    cursorId: string | undefined;
  }) => Promise<readonly Row[]>,
  count: (cap: number) => Promise<number>,
  toItem: (row: Row) => Item | Promise<Item>,
  direction: 'desc' | 'asc' = 'desc',
): Promise<Page<Item>> {
  const rows = await find({ take: request.first + 1, orderBy: { id: direction }, cursorId: request.after });
  return {
    items: await Promise.all(rows.slice(0, request.first).map(toItem)),
    hasNextPage: rows.length > request.first,
    countAll: async () => upToCap(await count(COUNT_CAP + 1)),
  };
}
