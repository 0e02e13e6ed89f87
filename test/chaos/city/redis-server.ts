import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '#platform/embedded-postgres/free-port.ts';
import { manageProcess, type ManagedProcess } from './managed-process.ts';

/** From the operating system: npm has none. */
const PROGRAM = 'redis-server';

/** A Redis of our own, to be killed and wiped. */
export interface RedisServer {
  readonly url: string;
  readonly process: ManagedProcess;
  flushAll(): Promise<void>;
}

export function hasRedisServer(): boolean {
  return spawnSync(PROGRAM, ['--version']).status === 0;
}

export async function startRedisServer(folder: string, appendOnly: boolean): Promise<RedisServer> {
  const port = await freePort();
  const data = path.join(folder, 'redis');
  mkdirSync(data, { recursive: true });
  const listening = ['--bind', '127.0.0.1', '--port', String(port), '--dir', data];
  const keeping = ['--save', '', '--appendonly', appendOnly ? 'yes' : 'no', '--maxmemory-policy', 'noeviction'];
  const managed = manageProcess({
    name: 'redis',
    command: [PROGRAM, ...listening, ...keeping],
    env: {},
    logFile: path.join(folder, 'redis.log'),
  });
  managed.start();
  const url = `redis://127.0.0.1:${port}`;
  await withRedis(url, (redis) => redis.ping());
  return { url, process: managed, flushAll: () => withRedis(url, async (redis) => void (await redis.flushall())) };
}

async function withRedis<Answer>(url: string, work: (redis: Redis) => Promise<Answer>): Promise<Answer> {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', () => {});
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
