import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { JobQueues } from '#jobs/queue/job-queues.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';

/** The backend of this run: Redis where `REDIS_URL` names one, else the database. */
const REDIS_URL = process.env['REDIS_URL'];

/** Queues of one test, apart from all others on the same Redis, and a look behind them. */
export interface TestQueues {
  readonly queues: JobQueues;
  readonly errors: readonly Error[];
  /** Another process's view of the same queues. */
  openMore(): JobQueues;
  /** The queue forgets everything, as after a Redis without a disk was restarted. */
  wipe(): Promise<void>;
  /** Everything the backend holds, as text, with the names it is kept under. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

export function openTestQueues(databaseUrl: string): TestQueues {
  const prefix = `test-${randomUUID()}`;
  const errors: Error[] = [];
  const opened: JobQueues[] = [];
  const openMore = (): JobQueues => {
    const queues = openJobQueues({
      databaseUrl,
      redisUrl: REDIS_URL,
      prefix,
      workers: 6,
      onError: (error) => void errors.push(error),
    });
    opened.push(queues);
    return queues;
  };
  const behind = REDIS_URL ? behindRedis(REDIS_URL, prefix) : behindPostgres(databaseUrl);
  return {
    queues: openMore(),
    errors,
    openMore,
    wipe: behind.wipe,
    dump: behind.dump,
    async close() {
      for (const queues of opened) await queues.close();
      if (REDIS_URL) await behind.wipe();
    },
  };
}

type Behind = Pick<TestQueues, 'wipe' | 'dump'>;

/** Only the keys of this test: the server may be shared. */
function behindRedis(url: string, prefix: string): Behind {
  async function withKeys<Result>(work: (redis: Redis, keys: readonly string[]) => Promise<Result>): Promise<Result> {
    const redis = new Redis(url);
    try {
      const keys: string[] = [];
      let cursor = '0';
      do {
        const [next, found] = await redis.scan(cursor, 'MATCH', `${prefix}:*`, 'COUNT', 1_000);
        cursor = next;
        keys.push(...found);
      } while (cursor !== '0');
      return await work(redis, keys);
    } finally {
      redis.disconnect();
    }
  }
  return {
    wipe: () => withKeys(async (redis, keys) => void (keys.length > 0 && (await redis.del(...keys)))),
    dump: () =>
      withKeys(async (redis, keys) => {
        const contents = await Promise.all(
          keys.map(async (key) => `${key} ${JSON.stringify(await contentOf(redis, key))}`),
        );
        return contents.join('\n');
      }),
  };
}

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return redis.get(key);
  }
}

function behindPostgres(databaseUrl: string): Behind {
  async function withTables<Result>(
    work: (client: pg.Client, tables: readonly string[]) => Promise<Result>,
  ): Promise<Result> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'bullmq'`,
      );
      return await work(
        client,
        rows.map(({ name }) => `bullmq.${name}`).filter((name) => !/\.(migration|meta)$/.test(name)),
      );
    } finally {
      await client.end();
    }
  }
  return {
    wipe: () =>
      withTables(async (client, tables) => void (await client.query(`TRUNCATE ${tables.join(', ')} CASCADE`))),
    dump: () =>
      withTables(async (client, tables) => {
        const contents: string[] = [];
        for (const table of tables) {
          const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
          contents.push(...rows.map(({ row }) => `${table} ${row}`));
        }
        return contents.join('\n');
      }),
  };
}

export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
