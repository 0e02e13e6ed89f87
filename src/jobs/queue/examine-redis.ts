import { Redis } from 'ioredis';
import type { RedisFacts } from '#domain/operations/judge-redis.ts';

export interface ExaminedRedis extends RedisFacts {
  /** Redis' clock minus this machine's at half the round trip, in milliseconds; `now` is this machine's clock. */
  readonly aheadMs: number;
}

/** Asks Redis about itself, by INFO alone: CONFIG is forbidden at many hosts. Throws when it cannot be reached. */
export async function examineRedis(url: string, now: () => Date): Promise<ExaminedRedis> {
  const client = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: 5_000,
    commandTimeout: 5_000,
    retryStrategy: () => null,
  });
  // Without a listener ioredis writes to the console; the caller hears of it by the exception.
  client.on('error', () => {});
  try {
    await client.connect();
    const about = await client.info();
    const asked = now().getTime();
    const [seconds, microseconds] = await client.time();
    const answered = now().getTime();
    return {
      version: valueIn(about, 'redis_version'),
      evictionPolicy: valueIn(about, 'maxmemory_policy'),
      appendOnly: valueIn(about, 'aof_enabled') === '1',
      aheadMs: Number(seconds) * 1000 + Number(microseconds) / 1000 - (asked + answered) / 2,
    };
  } finally {
    client.disconnect();
  }
}

function valueIn(info: string, name: string): string {
  return new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? 'unknown';
}
