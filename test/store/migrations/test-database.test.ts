import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { pendingMigrations } from '#store/migrations/pending-migrations.ts';
import { createTestDatabase } from '../../support/test-database.ts';

async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the database of a test', () => {
  it('has our tables and those of the queue', async () => {
    const database = await createTestDatabase();

    const missing = await pendingMigrations(database.url, 'prisma/migrations');
    const [queue] = await query<{ tables: number }>(
      database.url,
      "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'bullmq'",
    );

    expect(missing).toEqual([]);
    expect(queue?.tables).toBeGreaterThan(5);
    await database.drop();
  });

  it('is nobody else’s', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);

    await query(one.url, 'CREATE TABLE only_here (id int)');

    await expect(query(other.url, 'SELECT * FROM only_here')).rejects.toThrow('does not exist');
    await Promise.all([one.drop(), other.drop()]);
  });

  it('is dropped although a connection was forgotten', async () => {
    const database = await createTestDatabase();
    const forgotten = new pg.Client({ connectionString: database.url });
    forgotten.on('error', () => {});
    await forgotten.connect();

    await database.drop();

    await expect(query(database.url, 'SELECT 1')).rejects.toThrow('does not exist');
    await forgotten.end();
  });
});
