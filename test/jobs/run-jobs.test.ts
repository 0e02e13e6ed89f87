import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { noSums } from '#domain/catalogue/rehearsal-sums.ts';
import { QUEUES } from '#jobs/index.ts';
import { runJobs, type RunJobsOptions, type RunningJobs } from '#jobs/run-jobs.ts';
import { listen } from '#store/listen.ts';
import { importAnnouncement } from '#usecases/catalogue/import-calendar.ts';
import { continueRehearsal } from '#usecases/catalogue/rehearse-version.ts';
import { announce } from '../support/factories/announcements.ts';
import { type FakeAgency, fakeAgency, messageOf } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';
import { openTestQueues, type TestQueues, total } from './support/queues.ts';

describe('a worker', () => {
  let stage: Stage;
  let union: FakeAgency;
  let behind: TestQueues;
  let running: RunningJobs[];
  let errors: { error: unknown; job: string | undefined }[];

  beforeAll(async () => {
    union = fakeAgency();
    stage = await openStage([union]);
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    behind = openTestQueues(stage.app.databaseUrl);
    running = [];
    errors = [];
    union.answer = () => ({ kind: 'RECEIVED' });
  });
  afterEach(async () => {
    vi.useRealTimers();
    for (const jobs of running) await jobs.stop();
    await behind.wipe();
    await behind.close();
  });

  async function start(changes: Partial<RunJobsOptions> = {}): Promise<RunningJobs> {
    const jobs = await runJobs({
      usecases: stage.app.system,
      queues: behind.openMore(),
      agencies: ['union'],
      polledAgencies: [],
      pollEveryMs: 60_000,
      async listen(wake) {
        const heard = await listen(stage.app.databaseUrl, ['outbox', 'inbox'], wake, wake, () => {});
        return () => heard.stop();
      },
      onError: (error, job) => void errors.push({ error, job }),
      ...changes,
    });
    running.push(jobs);
    return jobs;
  }

  const sentFor = (referralId: string) => union.sent.filter(({ message }) => message.referralId === referralId).length;
  const pending = () => stage.app.database.prisma.effect.count({ where: { status: 'PENDING' } });

  it('carries a rehearsal to its end, turn after turn', async () => {
    const opened = await Promise.all(Array.from({ length: 3 }, () => stage.openMediation()));
    const { rehearsals, catalogue, versions } = stage.app.dependencies.stores;
    const inForce = await catalogue.findInForce('courier-wage-arrears');
    const { clock, ids } = stage.app.dependencies;
    const versionId = ids.next();
    const at = clock.now();
    const draft = {
      code: 'courier-wage-arrears',
      item: inForce!.item,
      digest: 'probe',
      draftedAt: at,
      draftedBy: 'test',
    };
    await versions.insert({ ...draft, id: versionId, version: 99, status: 'DRAFT' });
    let turns = 0;
    await start({
      usecases: {
        ...stage.app.system,
        async continueRehearsal(id) {
          turns += 1;
          await continueRehearsal(stage.app.dependencies, id, { pageSize: 1, pagesPerTurn: 1 });
        },
      },
    });

    await rehearsals.insert({
      id: ids.next(),
      versionId,
      digest: 'probe',
      status: 'RUNNING',
      startedAt: at,
      startedBy: 'test',
      stage: 'CASES',
      total: opened.length,
      done: 0,
      sums: noSums(),
    });

    const run = async () => (await rehearsals.list(versionId))[0];
    await vi.waitFor(async () => expect((await run())?.status).toBe('DONE'), 15_000);
    expect((await run())?.sums.totals.CASES).toBe((await run())?.done);
    expect(turns).toBeGreaterThan(opened.length);
    expect(await versions.find(versionId)).toMatchObject({ status: 'REHEARSED' });
  });

  it('delivers what is accepted, and another worker beside it delivers nothing twice', async () => {
    await start();
    await start();

    const opened = await Promise.all(Array.from({ length: 20 }, () => stage.openMediation()));

    await vi.waitFor(async () => expect(await pending()).toBe(0), 15_000);
    expect(opened.map(({ referralId }) => sentFor(referralId))).toEqual(opened.map(() => 1));
  });

  it('applies what comes in', async () => {
    const { referralId } = await stage.openMediation();
    await start();

    await stage.app.system.receiveWebhook('union', {
      headers: { id: `in-${referralId}` },
      body: messageOf({ kind: 'REFERRAL_REPLY', referralId, event: 'ACCEPT' }),
    });

    await vi.waitFor(
      async () => expect(await stage.referralState(referralId)).toMatchObject({ status: 'ACCEPTED' }),
      15_000,
    );
  });

  it('delivers everything once though the queue is wiped while it works', async () => {
    const gate = Promise.withResolvers<void>();
    union.answer = async () => {
      await gate.promise;
      return { kind: 'RECEIVED' };
    };
    await start();
    const opened = await Promise.all(Array.from({ length: 20 }, () => stage.openMediation()));
    await vi.waitFor(() => expect(opened.some(({ referralId }) => sentFor(referralId) > 0)).toBe(true), 15_000);

    await behind.wipe();
    await stage.app.database.prisma
      .$executeRaw`UPDATE effect SET offered_at = offered_at - interval '11 seconds' WHERE status = 'PENDING'`;
    gate.resolve();

    await vi.waitFor(async () => expect(await pending()).toBe(0), 15_000);
    expect(opened.map(({ referralId }) => sentFor(referralId))).toEqual(opened.map(() => 1));
  });

  it('goes on after a job that fails, says which it was, and leaves nothing of it in the queue', async () => {
    await start({ usecases: { ...stage.app.system, dispatchEffect: () => Promise.reject(new Error('broken')) } });

    await stage.openMediation();

    await vi.waitFor(
      () => expect(errors).toMatchObject([{ job: 'dispatch-effect', error: { message: 'broken' } }]),
      15_000,
    );
    await vi.waitFor(async () => expect(total(await behind.queues.counts(QUEUES.dispatchTo('union')))).toBe(0), 10_000);
    await stage.app.database.prisma.effect.updateMany({ data: { status: 'DELIVERED' } });
  });

  it('recomputes open clocks after a notice came in', async () => {
    union.answer = () => ({ kind: 'DELIVERED' });
    const { referralId } = await stage.openMediation();
    await start();

    await importAnnouncement(stage.app.dependencies, announce('CN', ['2026-03-03']), 'test');

    const { prisma } = stage.app.database;
    await vi.waitFor(
      async () => expect(await prisma.calendarYear.count({ where: { finishedAt: null } })).toBe(0),
      15_000,
    );
    const clock = await prisma.deadline.findFirstOrThrow({ where: { referralId, rule: 'HANDOVER' } });
    expect(clock.dueOn).toEqual(new Date('2026-03-05T00:00:00Z'));
  });

  it('keeps its timetable after the queue was wiped', async () => {
    let runs = 0;
    // The check of the timetable, and only intervals, go by this clock.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await start({ usecases: { ...stage.app.system, expireDeadlines: async () => (runs += 1) } });
    await vi.waitFor(() => expect(runs).toBeGreaterThan(0), 10_000);
    // What is still under way would put its next turn back after the wipe.
    await vi.waitFor(async () => {
      const { active = 0, waiting = 0 } = await behind.queues.counts(QUEUES.timetable);
      expect(active + waiting).toBe(0);
    }, 10_000);

    await behind.wipe();
    const afterLoss = total(await behind.queues.counts(QUEUES.timetable));
    const runsBefore = runs;
    vi.advanceTimersByTime(30_000);

    expect(afterLoss).toBe(0);
    await vi.waitFor(() => expect(runs).toBeGreaterThan(runsBefore), 10_000);
  });

  it('ends only when the delivery under way is written down', async () => {
    const { referralId } = await stage.openMediation();
    const began = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    union.answer = async () => {
      began.resolve();
      await finish.promise;
      return { kind: 'RECEIVED' };
    };
    const jobs = await start();
    await began.promise;

    const stopping = jobs.stop();
    finish.resolve();
    await stopping;

    expect(await stage.referralState(referralId)).toMatchObject({ status: 'RECEIVED' });
    expect(sentFor(referralId)).toBe(1);
  });
});
