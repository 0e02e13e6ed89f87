/** A conditional update found the row at another version: somebody was faster. The unit of work tries again. */
export class StaleRowError extends Error {
  override readonly name = 'StaleRowError';

  constructor(table: string, id: string) {
    super(`${table} ${id} has moved on meanwhile`);
  }
}
