import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, type Listening } from '#store/listen.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('listening for work', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let listening: Listening;
  let heard: string[];
  let resumed: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(async () => {
    heard = [];
    resumed = 0;
    const onNotify = (channel: string, payload: string) => void heard.push(`${channel} ${payload}`);
    listening = await listen(
      database.url,
      ['outbox', 'changes'],
      onNotify,
      () => void (resumed += 1),
      () => {},
    );
  });
  afterEach(() => listening.stop());

  const notify = (channel: string, payload: string) => client.query('SELECT pg_notify($1, $2)', [channel, payload]);
  const listeners = async () =>
    (
      await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
      )
    ).rows.map(({ pid }) => pid);

  it('hears of what was committed, and not of what was given up or goes over other channels', async () => {
    await client.query('BEGIN');
    await notify('onedoor_outbox', 'given up');
    await client.query('ROLLBACK');
    await notify('onedoor_inbox', 'other');
    await client.query('BEGIN');
    await notify('onedoor_outbox', 'kept');
    const beforeCommit = [...heard];
    await client.query('COMMIT');
    await notify('onedoor_changes', 'case');

    await vi.waitFor(() => expect(heard).toEqual(['outbox kept', 'changes case']), 5_000);
    expect(beforeCommit).toEqual([]);
  });

  it('listens again after its connection broke, and says that something may have been missed', async () => {
    const [pid] = await listeners();
    await client.query('SELECT pg_terminate_backend($1)', [pid]);

    await vi.waitFor(() => expect(resumed).toBe(1), 10_000);
    await notify('onedoor_outbox', 'after');

    await vi.waitFor(() => expect(heard).toEqual(['outbox after']), 5_000);
  });

  it('leaves no connection behind when it is stopped', async () => {
    await listening.stop();

    await vi.waitFor(async () => expect(await listeners()).toEqual([]), 5_000);
  });

  it('leaves no connection behind when it is stopped while it connects again', async () => {
    const [pid] = await listeners();
    await client.query('SELECT pg_terminate_backend($1)', [pid]);
    await vi.waitFor(async () => expect(await listeners()).not.toContain(pid), 5_000);

    await listening.stop();
    const resumedAtStop = resumed;
    // Longer than the first pause before it would connect again.
    await new Promise((resolve) => setTimeout(resolve, 250));

    expect(resumed).toBe(resumedAtStop);
    expect(await listeners()).toEqual([]);
  });
});
