import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '#store/database.ts';
import { isBusy } from '#store/is-busy.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a database without time for us', () => {
  let place: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url, 1, () => {});
  });

  afterEach(async () => {
    await database.close();
    await place.drop();
  });

  it('is told from a mistake of ours: no connection became free in time', async () => {
    const { promise: told, resolve: tell } = Promise.withResolvers<void>();
    const { promise: held, resolve: hold } = Promise.withResolvers<void>();
    const holder = database.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`;
      hold();
      await told;
    });
    await held;

    const waiting = database.prisma.$transaction((tx) => tx.$queryRaw`SELECT 1`, { maxWait: 20 });

    await expect(waiting).rejects.toSatisfy(isBusy);
    tell();
    await holder;
  });

  it('is told from a mistake of ours: nobody answers at its address', async () => {
    const nobody = openDatabase('postgresql://app:x@127.0.0.1:1/onedoor', 1, () => {});

    await expect(nobody.prisma.$queryRaw`SELECT 1`).rejects.toSatisfy(isBusy);
    await nobody.close();
  });

  it('is not what a wrong statement says', async () => {
    await expect(database.prisma.$queryRaw`SELECT nothing_of_the_kind`).rejects.not.toSatisfy(isBusy);
  });
});
