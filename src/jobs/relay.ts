import { setTimeout as pause } from 'node:timers/promises';
import type { Lane } from '#jobs/lanes.ts';
import type { JobQueues } from '#jobs/queue/job-queues.ts';

const BATCH = 200;
/** An effect without an outcome is handed over again after this; covers a queue that lost it (Redis wiped). */
const REOFFER_AFTER_SECONDS = 10;
const LOOK_EVERY_MS = 500;
/** From one look to the next while there is news all the time: one look at all tables then serves many of them. */
const PAUSE_MS = 15;

export interface Relay {
  /** Something may be due; looks at once. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Carries what is due from the tables to the queues. The tables are the truth and are looked through twice a second;
 * a notification only makes it sooner. Several relays may run: SKIP LOCKED shares the rows out.
 */
export function startRelay(lanes: readonly Lane[], queues: JobQueues, onError: (error: unknown) => void): Relay {
  let stopped = false;
  let woken = false;
  let sleep: { end: () => void } | undefined;

  /** Whether there may be more. A lane that fails holds up no other. */
  async function round(): Promise<boolean> {
    const carried = await Promise.allSettled(lanes.map(carry));
    for (const result of carried) if (result.status === 'rejected') onError(result.reason);
    return carried.some((result) => result.status === 'fulfilled' && result.value === BATCH);
  }

  async function carry(lane: Lane): Promise<number> {
    const offered = await lane.offerDue(BATCH, REOFFER_AFTER_SECONDS);
    const byQueue = Map.groupBy(offered, ({ queue }) => queue);
    await Promise.all(
      [...byQueue].map(([queue, due]) =>
        queues.add(
          queue,
          due.map(({ job }) => job),
        ),
      ),
    );
    return offered.length;
  }

  async function loop(): Promise<void> {
    for (;;) {
      if (stopped) return;
      woken = false;
      const more = await round();
      if (more || stopped) continue;
      await (woken ? pause(PAUSE_MS) : nap());
    }
  }

  function nap(): Promise<void> {
    return new Promise((settle) => {
      const timer = setTimeout(settle, LOOK_EVERY_MS);
      sleep = {
        end: () => {
          clearTimeout(timer);
          settle();
        },
      };
    });
  }

  const running = loop();
  return {
    wake() {
      woken = true;
      sleep?.end();
    },
    async stop() {
      stopped = true;
      sleep?.end();
      await running;
    },
  };
}
