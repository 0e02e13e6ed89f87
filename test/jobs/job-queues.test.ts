import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { openTestQueues, type TestQueues, total } from './support/queues.ts';

const ID = '01990000-0000-7000-8000-00000000000a';
const job = (id: string = ID) => ({ name: 'dispatch-effect', id: `o-${id}`, data: { id } });

describe('a queue', () => {
  let database: TestDatabase;
  let behind: TestQueues;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => behind.close());
  afterAll(() => database.drop());

  const open = (): TestQueues => (behind = openTestQueues(database.url));

  it('takes the same job once while it still waits, from whichever process', async () => {
    const { queues, openMore } = open();

    await Promise.all([queues.add('once', [job()]), openMore().add('once', [job(), job()])]);

    expect(total(await queues.counts('once'))).toBe(1);
  });

  it('forgets what is done, whether it ended well or not', async () => {
    const { queues } = open();
    const seen: unknown[] = [];
    await queues.work('forgets', { concurrency: 1 }, async ({ data }) => {
      seen.push(data);
      if (seen.length === 1) throw new Error('ended badly');
    });

    await queues.add('forgets', [job('01990000-0000-7000-8000-00000000000b'), job()]);
    await vi.waitFor(() => expect(seen).toHaveLength(2), 10_000);

    await vi.waitFor(async () => expect(total(await queues.counts('forgets'))).toBe(0), 10_000);
    await queues.add('forgets', [job()]);
    await vi.waitFor(() => expect(seen).toHaveLength(3), 10_000);
  });

  it('gives each job to one of two processes', async () => {
    const { queues, openMore } = open();
    const seen: string[] = [];
    for (const each of [queues, openMore()])
      await each.work('shared', { concurrency: 4 }, async ({ data }) => void seen.push(String(data.id)));
    const ids = Array.from({ length: 40 }, (_, index) => `01990000-0000-7000-8000-${String(index).padStart(12, '0')}`);

    await queues.add(
      'shared',
      ids.map((id) => job(id)),
    );

    await vi.waitFor(() => expect(seen.toSorted()).toEqual(ids), 10_000);
  });

  it('hands out no more than its pace allows, all processes together', async () => {
    const { queues, openMore } = open();
    const seen: string[] = [];
    // One in a hundred seconds, which outlasts the test.
    const pace = { concurrency: 4, jobsPerSecond: 0.01 };
    for (const each of [queues, openMore()])
      await each.work('paced', pace, async ({ data }) => void seen.push(String(data.id)));

    const ids = Array.from({ length: 12 }, (_, index) => `01990000-0000-7000-8000-${String(index).padStart(12, '0')}`);
    await queues.add(
      'paced',
      ids.map((id) => job(id)),
    );
    await vi.waitFor(async () => expect(total(await queues.counts('paced'))).toBe(11), 10_000);
    await queues.add('paced', [job()]);

    expect(total(await queues.counts('paced'))).toBe(12);
    expect(seen).toHaveLength(1);
  });

  it('waits with its end for the job that is running, and takes no other', async () => {
    const { queues } = open();
    const running = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const story: string[] = [];
    await queues.work('ending', { concurrency: 1 }, async ({ data }) => {
      story.push(`began ${String(data.id)}`);
      running.resolve();
      await finish.promise;
      story.push('ended');
    });
    await queues.add('ending', [job('first')]);
    await running.promise;
    await queues.add('ending', [job('second')]);

    const closing = queues.close().then(() => story.push('closed'));
    // Long enough for a close that does not wait.
    await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, 300))]);
    finish.resolve();
    await closing;

    expect(story).toEqual(['began first', 'ended', 'closed']);
  });

  it('keeps a repeated job coming, once however often it is asked for', async () => {
    const { queues } = open();
    for (let round = 0; round < 3; round += 1)
      await queues.repeat('coming', { name: 'expire-deadlines', id: 'expire', data: {} }, 60_000);

    expect(total(await queues.counts('coming'))).toBe(1);
  });
});

describe('a database without the tables of the queue', () => {
  it('is refused at once by whoever begins to work', async () => {
    const database = await createEmptyDatabase();
    const queues = openJobQueues({ databaseUrl: database.url, prefix: 'none', workers: 1, onError: () => {} });

    const began = performance.now();
    await expect(queues.work('any', { concurrency: 1 }, async () => {})).rejects.toThrow(
      /bullmq|migrat|relation|schema/i,
    );

    expect(performance.now() - began).toBeLessThan(5_000);
    await queues.close().catch(() => {});
    await database.drop();
  });
});
