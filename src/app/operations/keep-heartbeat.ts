import type { App } from '#app/create-app.ts';
import type { VerdictCounter } from '#app/operations/count-verdicts.ts';
import { endOfLife, type ProcessSign, signOfLife } from '#store/operations/running-processes.ts';
import { addWebhookVerdicts } from '#store/operations/webhook-verdicts.ts';

const EVERY_MS = 10_000;

export interface Heartbeat {
  stop(): Promise<void>;
}

/**
 * Says every ten seconds that this process is alive, and keeps what was counted since. Neither is worth failing for: a
 * beat that cannot be written is left out, and the counts wait for the next.
 */
export async function keepHeartbeat(
  app: App,
  sign: Omit<ProcessSign, 'id'>,
  verdicts: VerdictCounter,
): Promise<Heartbeat> {
  const id = app.dependencies.ids.next();
  const { prisma } = app.database;

  async function beat(): Promise<void> {
    try {
      await signOfLife(prisma, { id, ...sign });
      await verdicts.flush((counted) => addWebhookVerdicts(prisma, counted));
    } catch (error) {
      app.log.warn({ err: error }, 'no sign of life could be written');
    }
  }

  await beat();
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => void (beating = beat()), EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await beating;
      await beat();
      await endOfLife(prisma, id).catch((error: unknown) =>
        app.log.warn({ err: error }, 'the last sign of life stays'),
      );
    },
  };
}
