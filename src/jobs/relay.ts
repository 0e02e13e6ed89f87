import { QUEUES } from '#jobs/index.ts';
import type { JobQueues, QueuedJob } from '#jobs/queue/job-queues.ts';
import type { SystemUsecases } from '#usecases/system-usecases.ts';

const BATCH = 200;
/** An effect without an outcome is handed over again after this; covers a queue that lost it (Redis wiped). */
const REOFFER_AFTER_SECONDS = 10;
const LOOK_EVERY_MS = 500;

export interface Relay {
  /** Something may be due; looks at once. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Carries what is due from the tables to the queues. The tables are the truth and are looked through twice a second;
 * a notification only makes it sooner. Several relays may run: SKIP LOCKED shares the rows out.
 */
export function startRelay(usecases: SystemUsecases, queues: JobQueues, onError: (error: unknown) => void): Relay {
  let stopped = false;
  let woken = false;
  let sleep: { end: () => void } | undefined;

  async function round(): Promise<boolean> {
    const [effects, messages] = await Promise.all([
      usecases.offerDueEffects(BATCH, REOFFER_AFTER_SECONDS),
      usecases.offerDueMessages(BATCH, REOFFER_AFTER_SECONDS),
    ]);
    const byAgency = Map.groupBy(effects, (effect) => effect.agencyCode);
    const jobs = [...byAgency].map(([agency, due]) =>
      queues.add(
        QUEUES.dispatchTo(agency),
        due.map(({ id }) => jobOf('dispatch-effect', 'o', id)),
      ),
    );
    if (messages.length > 0) {
      jobs.push(
        queues.add(
          QUEUES.inbox,
          messages.map(({ id }) => jobOf('apply-inbound-message', 'i', id)),
        ),
      );
    }
    await Promise.all(jobs);
    return effects.length === BATCH || messages.length === BATCH;
  }

  async function loop(): Promise<void> {
    for (;;) {
      if (stopped) return;
      woken = false;
      const more = await round().catch((error: unknown) => {
        onError(error);
        return false;
      });
      if (!more && !woken && !stopped) await nap();
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

/** `o-<uuid>`: no colon and not all digits, which BullMQ refuses. */
function jobOf(name: string, prefix: string, id: string): QueuedJob {
  return { name, id: `${prefix}-${id}`, data: { id } };
}
