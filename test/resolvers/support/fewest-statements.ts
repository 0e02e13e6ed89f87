import type { TestApp } from '../../support/build-test-app.ts';

/**
 * The fewest statements one operation got by with in a few tries. Which fields of an operation meet in one batch hangs on
 * which answer of the database comes first, so a busy machine adds a statement now and then; one per row stays one per row.
 */
export async function fewestStatements(house: TestApp, operation: () => Promise<unknown>, tries = 5): Promise<number> {
  const counts: number[] = [];
  for (let attempt = 0; attempt < tries; attempt += 1) {
    house.takeQueryCount();
    await operation();
    counts.push(house.takeQueryCount());
  }
  return Math.min(...counts);
}
