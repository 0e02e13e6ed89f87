import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgencyEvent } from '#domain/agencies/inbound-content.ts';
import { applyReferralEvent } from '#domain/cases/apply-referral-event.ts';
import { fakeAgency, messageOf } from '../support/fake-agency.ts';
import { type Opened, openStage, type Stage } from '../support/stage.ts';

const START = new Date('2026-03-02T02:00:00Z');

describe('clocks that run out', () => {
  const union = fakeAgency();
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([union], { now: START });
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    stage.clock.set(START);
    // Each test looks at its own clocks only.
    await stage.app.database.prisma.deadline.updateMany({
      where: { status: 'RUNNING' },
      data: { status: 'CANCELLED' },
    });
  });

  async function openMany(count: number): Promise<Opened[]> {
    const opened: Opened[] = [];
    for (let index = 0; index < count; index += 1) opened.push(await stage.openMediation());
    return opened;
  }

  async function answer(referralId: string, event: AgencyEvent): Promise<void> {
    await stage.app.system.receiveWebhook('union', {
      headers: { id: `${event}-${referralId}` },
      body: messageOf({ kind: 'REFERRAL_REPLY', referralId, event }),
    });
    await stage.drain();
  }

  const clockOf = (referralId: string, rule: string) =>
    stage.app.database.prisma.deadline.findFirstOrThrow({ where: { referralId, rule }, orderBy: { id: 'desc' } });
  const expiries = (referralId: string) =>
    stage.app.database.prisma.caseEvent.count({ where: { referralId, type: 'deadline.expired' } });

  it('change nothing the moment before, and act at the moment itself', async () => {
    const { referralId, caseId } = await stage.openMediation();
    const { dueAt } = await clockOf(referralId, 'HANDOVER');

    stage.clock.set(new Date(dueAt.getTime() - 1));
    const before = await stage.app.system.expireDeadlines();
    stage.clock.set(dueAt);
    const after = await stage.app.system.expireDeadlines();

    expect([before, after]).toEqual([0, 1]);
    expect(await stage.caseState(caseId)).toEqual({ status: 'NEEDS_ATTENTION', attentionReason: 'OVERDUE:HANDOVER' });
    expect(await expiries(referralId)).toBe(1);
  });

  it('go on in the plan after silence: mediation that does not end in time leads to arbitration', async () => {
    const { referralId, caseId } = await stage.openMediation();
    await answer(referralId, 'RECEIVE');

    stage.clock.set((await clockOf(referralId, 'MED_LDMA')).dueAt);
    await stage.app.system.expireDeadlines();

    const steps = await stage.app.database.prisma.referral.findMany({ where: { caseId }, orderBy: { id: 'asc' } });
    expect(steps.map(({ stepKey, status, outcome }) => `${stepKey} ${status} ${outcome}`)).toEqual([
      'mediation RECALLED EXPIRED',
      'arbitration DRAFTED null',
    ]);
  });

  it('are performed once each when two workers look at the same moment', async () => {
    const opened = await openMany(15);
    const other = await stage.secondApp();
    stage.clock.forward(10);

    const performed = await Promise.all(
      [stage.app, other, stage.app, other].map((app) => app.system.expireDeadlines()),
    );

    expect(performed.reduce((sum, count) => sum + count, 0)).toBe(15);
    for (const { referralId } of opened) expect(await expiries(referralId)).toBe(1);
    expect(await stage.app.system.expireDeadlines()).toBe(0);
  });

  it('are not held up by one that cannot be performed, and that one is tried again', async () => {
    const [spoilt, ...others] = await openMany(4);
    const { prisma } = stage.app.database;
    const { formSealed } = await prisma.case.findUniqueOrThrow({ where: { id: spoilt?.caseId ?? '' } });
    await prisma.case.update({ where: { id: spoilt?.caseId ?? '' }, data: { formSealed: new Uint8Array(1) } });
    stage.clock.forward(10);

    const first = await stage.app.system.expireDeadlines();
    await prisma.case.update({ where: { id: spoilt?.caseId ?? '' }, data: { formSealed } });
    const second = await stage.app.system.expireDeadlines();

    expect([first, second]).toEqual([others.length, 1]);
  });

  it('are not held up by more than a whole batch of them', async () => {
    const { caseId, referralId } = await stage.openMediation();
    const { prisma } = stage.app.database;
    const poisoned = await stage.openMediation();
    const { id: _id, ...clock } = await clockOf(poisoned.referralId, 'HANDOVER');
    await prisma.deadline.createMany({
      data: Array.from({ length: 130 }, () => ({
        ...clock,
        id: stage.app.dependencies.ids.next(),
        dueAt: new Date(clock.dueAt.getTime() - 86_400_000),
        ruleFrozen: clock.ruleFrozen ?? {},
        computation: clock.computation ?? {},
        pauses: clock.pauses ?? [],
      })),
    });
    await prisma.case.update({ where: { id: poisoned.caseId }, data: { formSealed: new Uint8Array(1) } });
    stage.clock.forward(10);

    const performed = await stage.app.system.expireDeadlines();

    expect(performed).toBe(1);
    expect(await stage.caseState(caseId)).toMatchObject({ attentionReason: 'OVERDUE:HANDOVER' });
    expect(await expiries(referralId)).toBe(1);
  });

  it('wait for whoever is changing the case, and then see what that changed', async () => {
    const { referralId, caseId } = await stage.openMediation();
    const { unitOfWork, ids } = stage.app.dependencies;
    stage.clock.set((await clockOf(referralId, 'HANDOVER')).dueAt);
    const locked = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();

    const receiving = unitOfWork.run(async (tx) => {
      const draft = await tx.cases.loadDraft(caseId);
      if (!draft) throw new RangeError('no case');
      const context = {
        now: stage.clock.now(),
        calendar: await tx.calendars.calendarOf('990101'),
        newId: () => ids.next(),
        actor: 'test',
      };
      applyReferralEvent(draft, referralId, { event: 'RECEIVE' }, context);
      await tx.cases.saveDraft(draft);
      locked.resolve();
      await commit.promise;
    });
    await locked.promise;
    const expiring = stage.app.system.expireDeadlines();
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), { timeout: 10_000 });
    commit.resolve();
    await receiving;

    expect(await expiring).toBe(0);
    expect(await clockOf(referralId, 'HANDOVER')).toMatchObject({ status: 'MET' });
    expect(await expiries(referralId)).toBe(0);
  });

  async function waitingForLocks(): Promise<number> {
    const rows = await stage.app.database.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return rows[0]?.count ?? 0;
  }
});
