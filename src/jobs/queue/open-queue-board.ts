import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { createPostgresBackend, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { openQueuePool } from '#jobs/queue/postgres-pool.ts';

export interface QueueBoardOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly prefix: string;
  readonly names: readonly string[];
  /** Database connections at most; on Redis it takes one of Redis. */
  readonly connections: number;
  onError(error: Error): void;
}

export interface QueueBoard {
  readonly adapters: readonly BullMQAdapter[];
  close(): Promise<void>;
}

/** What both backends' classes share here; their types differ in the connection alone. */
type BoardQueue = Pick<Queue, 'close'> & { on(event: 'error', listener: (error: Error) => void): unknown };

/** The queues for looking at, read-only: what is waiting is decided by the tables, so nobody retries or removes jobs here. */
export function openQueueBoard(options: QueueBoardOptions): QueueBoard {
  const { redisUrl, names, onError } = options;
  const backend = redisUrl ? onRedis(redisUrl, options) : onPostgres(options);
  const queues = names.map((name) => {
    const queue = backend.queue(name);
    queue.on('error', onError);
    return queue;
  });
  return {
    adapters: queues.map((queue) => new BullMQAdapter(queue as Queue, { readOnlyMode: true, allowRetries: false })),
    async close() {
      await Promise.all(queues.map((queue) => queue.close()));
      await backend.close();
    },
  };
}

function onPostgres({ databaseUrl, prefix, connections, onError }: QueueBoardOptions) {
  const { connection, close } = openQueuePool(databaseUrl, connections, onError);
  return {
    queue: (name: string): BoardQueue => new Queue(name, { connection, prefix }, createPostgresBackend),
    close,
  };
}

function onRedis(url: string, { prefix, onError }: QueueBoardOptions) {
  const client = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
  client.on('error', onError);
  return {
    queue: (name: string): BoardQueue => new Queue(name, { connection: client, prefix }),
    close: async () => client.disconnect(),
  };
}
