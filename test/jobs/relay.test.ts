import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { QUEUES } from '#jobs/index.ts';
import { createLanes } from '#jobs/lanes.ts';
import { type Relay, startRelay } from '#jobs/relay.ts';
import { fakeAgency, messageOf } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';
import { openTestQueues, type TestQueues, total } from './support/queues.ts';

const QUEUE = QUEUES.dispatchTo('union');

describe('the relay from the tables to the queue', () => {
  let stage: Stage;
  let behind: TestQueues;
  let relays: Relay[];
  let errors: unknown[];

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.app.database.prisma.effect.updateMany({ data: { status: 'DELIVERED' } });
    await stage.app.database.prisma.inboundMessage.updateMany({ data: { status: 'APPLIED' } });
    behind = openTestQueues(stage.app.databaseUrl);
    await behind.wipe();
    relays = [];
    errors = [];
  });
  afterEach(async () => {
    for (const relay of relays) await relay.stop();
    await behind.close();
  });

  const start = (queues = behind.queues): Relay => {
    const relay = startRelay(createLanes(stage.app.system), queues, (error) => errors.push(error));
    relays.push(relay);
    return relay;
  };
  const waiting = async (queue = QUEUE) => total(await behind.queues.counts(queue));
  const passReoffer = () =>
    stage.app.database.prisma.$executeRaw`UPDATE effect SET offered_at = offered_at - interval '11 seconds'`;

  it('hands over each effect once, though two relays look', async () => {
    for (let index = 0; index < 5; index += 1) await stage.openMediation();

    start().wake();
    start(behind.openMore()).wake();

    await vi.waitFor(async () => expect(await waiting()).toBe(5), 10_000);
    expect(await stage.app.system.offerDueEffects(10, 10)).toEqual([]);
  });

  it('hands it over again when the queue has lost it and the time for an outcome is over', async () => {
    await stage.openMediation();
    const relay = start();
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);

    await behind.wipe();
    const afterLoss = await waiting();
    await passReoffer();
    relay.wake();

    expect(afterLoss).toBe(0);
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
  });

  it('adds no second job when it hands over again what still waits', async () => {
    await stage.openMediation();
    const relay = start();
    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);

    await passReoffer();
    relay.wake();
    await vi.waitFor(async () => expect(await stage.app.system.offerDueEffects(10, 10)).toEqual([]), 10_000);
    await relay.stop();

    expect(await waiting()).toBe(1);
  });

  it('goes on after a queue that could not be reached, and hands over what that missed', async () => {
    await stage.openMediation();
    let broken = true;
    const relay = start({
      ...behind.queues,
      add: async (queue, jobs) => {
        if (broken) throw new Error('no queue');
        await behind.queues.add(queue, jobs);
      },
    });
    await vi.waitFor(() => expect(errors).toHaveLength(1), 10_000);

    broken = false;
    await passReoffer();
    relay.wake();

    await vi.waitFor(async () => expect(await waiting()).toBe(1), 10_000);
  });

  it('hands over more than one batch without waiting to be woken', async () => {
    const { referralId } = await stage.openMediation();
    await stage.app.database.prisma.$executeRaw`
      WITH more AS (
        INSERT INTO referral (id, case_id, step_key, round, agency_code, office_id, role, status, version, created_at)
        SELECT gen_random_uuid(), case_id, step_key, n + 1, agency_code, office_id, role, 'DRAFTED', 1, created_at
          FROM referral, generate_series(1, 449) n WHERE id = ${referralId}::uuid RETURNING id)
      INSERT INTO effect (id, referral_id, agency_code, kind, position, status, next_attempt_at, created_at)
      SELECT gen_random_uuid(), id, 'union', 'DISPATCH', 1, 'PENDING', now(), now() FROM more`;

    start();

    await vi.waitFor(async () => expect(await waiting()).toBe(450), 10_000);
  });

  it('names jobs without a colon and puts nothing but ids into the queue', async () => {
    const { effectId, referralId, caseId } = await stage.openMediation();
    const body = {
      kind: 'REFERRAL_REPLY',
      referralId,
      event: 'REQUEST_SUPPLEMENT',
      note: '请补交身份证复印件',
    } as const;
    await stage.app.system.receiveWebhook('union', { headers: { id: `payload-${referralId}` }, body: messageOf(body) });
    start();
    await vi.waitFor(async () => expect((await waiting()) + (await waiting(QUEUES.inbox))).toBe(2), 10_000);

    const dump = await behind.dump();
    const { applicantId } = await stage.app.database.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
    const person = (await stage.app.dependencies.stores.people.findMany([applicantId])).get(applicantId);

    expect(dump).toContain(`o-${effectId}`);
    expect(dump).not.toContain(`o:${effectId}`);
    for (const secret of [
      person?.name,
      person?.residentId,
      person?.phone,
      '速达',
      '16500',
      '三个月',
      '身份证复印件',
      caseId,
      applicantId,
    ]) {
      expect(secret).toBeTruthy();
      expect(dump).not.toContain(secret);
    }
    const data = [...dump.matchAll(/\{\\*"{1,2}(?:id|agency)[^{}]*\}/g)].map(([text]) =>
      text.replaceAll(/\\|"(?=")/g, ''),
    );
    expect(data.length).toBeGreaterThan(0);
    for (const each of data) expect(each).toMatch(/^\{"id": ?"[0-9a-f-]{36}"\}$/);
  });
});
