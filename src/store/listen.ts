import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { CHANNELS } from '#store/wake-up.ts';

export interface Listening {
  stop(): Promise<void>;
}

/**
 * Hears notifications on one connection of its own and keeps it up: after a break it reconnects and says so with
 * `onResume`, since what was notified in between is lost.
 */
export async function listen(
  databaseUrl: string,
  channels: readonly (keyof typeof CHANNELS)[],
  onNotify: (channel: keyof typeof CHANNELS, payload: string) => void,
  onResume: () => void,
  onError: (error: unknown) => void,
): Promise<Listening> {
  const stopping = new AbortController();
  let reconnecting: Promise<void> | undefined;
  let current: pg.Client | undefined;
  const keyOf = new Map(channels.map((key) => [CHANNELS[key] as string, key]));

  async function connect(): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    client.on('error', onError);
    client.on('notification', ({ channel, payload }) => {
      const key = keyOf.get(channel);
      if (key) onNotify(key, payload ?? '');
    });
    try {
      await client.connect();
      for (const key of channels) await client.query(`LISTEN ${CHANNELS[key]}`);
    } catch (error) {
      await client.end().catch(onError);
      throw error;
    }
    client.on('end', () => {
      if (!stopping.signal.aborted) reconnecting = reconnect();
    });
    current = client;
  }

  async function reconnect(): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      await pause(Math.min(2_000, 100 * 2 ** tries), undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        await connect();
        onResume();
        return;
      } catch (error) {
        onError(error);
      }
    }
  }

  await connect();
  return {
    async stop() {
      stopping.abort();
      // A connection that is just being made would otherwise be left behind.
      await reconnecting;
      await current?.end().catch(onError);
    },
  };
}
