import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { QUEUES } from '#jobs/index.ts';
import { runJobs, type RunningJobs } from '#jobs/run-jobs.ts';
import { listen } from '#store/listen.ts';
import { deliveriesOf, partner } from '../usecases/partners/support/partner.ts';
import { openReceiver, type Receiver, status } from '../usecases/partners/support/receiver.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';
import { openTestQueues, type TestQueues, total } from './support/queues.ts';

describe('the webhooks of a worker', () => {
  let stage: Stage;
  let behind: TestQueues;
  let running: RunningJobs[];
  let receivers: Receiver[];
  let errors: unknown[];

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    behind = openTestQueues(stage.app.databaseUrl);
    running = [];
    receivers = [];
    errors = [];
  });
  afterEach(async () => {
    for (const jobs of running) await jobs.stop();
    for (const receiver of receivers) await receiver.close();
    await behind.wipe();
    await behind.close();
    await stage.app.database.prisma.webhookEndpoint.deleteMany();
    if (errors.length > 0) throw new AggregateError(errors, 'a job or the relay failed');
  });

  async function startWorker(): Promise<void> {
    running.push(
      await runJobs({
        usecases: stage.app.system,
        queues: behind.openMore(),
        agencies: [],
        polledAgencies: [],
        pollEveryMs: 60_000,
        async listen(wake) {
          const heard = await listen(stage.app.databaseUrl, ['outbox', 'inbox'], wake, wake, () => {});
          return () => heard.stop();
        },
        onError: (error) => void errors.push(error),
      }),
    );
  }

  async function register(
    eventTypes: readonly string[] = ['REFERRAL_DRAFTED'],
  ): Promise<{ id: string; receiver: Receiver }> {
    const receiver = await openReceiver();
    receivers.push(receiver);
    const { endpoint } = await partner(stage, 'operator', 'createWebhookEndpoint', {
      url: receiver.url,
      agencyCode: 'union',
      eventTypes,
    });
    return { id: endpoint.id, receiver };
  }

  async function dueDelivery(): Promise<string> {
    const [due] = await stage.app.system.offerDueWebhooks(10, 60);
    if (!due) throw new Error('nothing is due');
    return due.id;
  }

  it('tell each event once, though two workers run', async () => {
    const { receiver } = await register();
    await startWorker();
    await startWorker();

    for (let index = 0; index < 12; index += 1) await stage.openMediation();

    await vi.waitFor(() => expect(receiver.received).toHaveLength(12), 15_000);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(12);
  });

  it('reach one partner while another says nothing at all', async () => {
    const { receiver: silent } = await register();
    silent.answer(() => undefined);
    const { receiver } = await register();
    await startWorker();

    for (let index = 0; index < 20; index += 1) await stage.openMediation();

    await vi.waitFor(() => expect(receiver.received).toHaveLength(20), 15_000);
    expect(silent.received.length).toBeLessThan(9);
    // Else the workers would wait for it to the end of its time.
    silent.hangUp();
  });

  it('are told after the queue has lost them', async () => {
    const { id: endpointId, receiver } = await register();
    await stage.openMediation();
    await stage.app.system.placePartnerEvents(100);
    const id = await dueDelivery();
    await behind.queues.add(QUEUES.webhooks, [{ name: 'deliver-webhook', id: `w-${id}`, data: { id } }]);
    await behind.wipe();
    expect(total(await behind.queues.counts(QUEUES.webhooks))).toBe(0);
    await stage.app.database.prisma.$executeRaw`
      UPDATE webhook_delivery SET offered_at = offered_at - interval '11 seconds'`;

    await startWorker();

    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), 15_000);
    await vi.waitFor(
      async () => expect(await deliveriesOf(stage, 'operator', endpointId)).toMatchObject([{ status: 'DELIVERED' }]),
      15_000,
    );
  });

  it('carry through the queue nothing but an id', async () => {
    const { receiver } = await register();
    receiver.answer(status(204));
    await stage.openMediation();
    await stage.app.system.placePartnerEvents(100);
    const id = await dueDelivery();

    await behind.queues.add(QUEUES.webhooks, [{ name: 'deliver-webhook', id: `w-${id}`, data: { id } }]);

    const dump = await behind.dump();
    expect(dump).toContain(id);
    expect(dump).not.toMatch(/whsec_|127\.0\.0\.1:\d+\/hook|referral\.drafted/);
  });
});
