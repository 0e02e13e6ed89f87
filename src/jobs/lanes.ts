import { QUEUES } from '#jobs/index.ts';
import type { QueuedJob } from '#jobs/queue/job-queues.ts';
import type { SystemUsecases } from '#usecases/system-usecases.ts';

/**
 * One kind of row that waits to be worked on. `offerDue` answers rows that are due and were not handed over lately, and
 * marks them as handed over; `toJob` says which queue gets which job for it. The job is a hint: the row decides.
 */
export interface Lane {
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly OfferedJob[]>;
}

export interface OfferedJob {
  readonly queue: string;
  readonly job: QueuedJob;
}

/** Every table that the relay looks through. */
export function createLanes(usecases: SystemUsecases): readonly Lane[] {
  return [
    lane(usecases.offerDueEffects, ({ id, agencyCode }) => ({
      queue: QUEUES.dispatchTo(agencyCode),
      job: jobOf('dispatch-effect', 'o', id),
    })),
    lane(usecases.offerDueMessages, ({ id }) => ({
      queue: QUEUES.inbox,
      job: jobOf('apply-inbound-message', 'i', id),
    })),
    byTurn(usecases.offerDueRehearsals, QUEUES.rehearsals, 'continue-rehearsal', 'r'),
    byTurn(usecases.offerDueFeedFiles, QUEUES.feeds, 'continue-feed-file', 'f'),
    byTurn(usecases.offerDueKeyRotations, QUEUES.keys, 'continue-key-rotation', 'k'),
    byTurn(usecases.offerDueReconciliations, QUEUES.reconciliations, 'reconcile-day', 'c'),
    {
      // Nothing is handed over: what partners may know is put in order, and the next lane finds it.
      async offerDue(limit) {
        await usecases.placePartnerEvents(limit);
        return [];
      },
    },
    lane(usecases.offerDueWebhooks, ({ id }) => ({ queue: QUEUES.webhooks, job: jobOf('deliver-webhook', 'w', id) })),
  ];
}

function lane<Row>(
  offer: (limit: number, reofferAfterSeconds: number) => Promise<readonly Row[]>,
  toJob: (row: Row) => OfferedJob,
): Lane {
  return {
    offerDue: async (limit, reofferAfterSeconds) => (await offer(limit, reofferAfterSeconds)).map(toJob),
  };
}

/** While the job of the last turn is still being put away, the queue would not take its id again. */
function byTurn(
  offer: (limit: number, reofferAfterSeconds: number) => Promise<readonly { id: string; turn: number }[]>,
  queue: string,
  name: string,
  prefix: string,
): Lane {
  return lane(offer, ({ id, turn }) => ({ queue, job: { ...jobOf(name, prefix, id), id: `${prefix}-${id}-${turn}` } }));
}

/** `o-<uuid>`: no colon and not all digits, which BullMQ refuses. */
function jobOf(name: string, prefix: string, id: string): QueuedJob {
  return { name, id: `${prefix}-${id}`, data: { id } };
}
