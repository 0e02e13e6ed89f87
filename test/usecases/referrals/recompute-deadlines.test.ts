import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { computeDeadline } from '#domain/referrals/deadline.ts';
import { addDays, localDate } from '#domain/referrals/local-date.ts';
import { toDeadline } from '#store/case-rows.ts';
import { importAnnouncement } from '#usecases/catalogue/import-calendar.ts';
import { recomputeDeadlines } from '#usecases/referrals/recompute-deadlines.ts';
import { announce } from '../../support/factories/announcements.ts';
import { fakeAgency, messageOf } from '../support/fake-agency.ts';
import { type Opened, openStage, type Stage } from '../support/stage.ts';

/** A Monday; the hand-over has two working days, until Wednesday 2026-03-04. */
const START = new Date('2026-03-02T02:00:00Z');

describe('after a notice came in', () => {
  const union = fakeAgency();
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([union], { now: START });
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    stage.clock.set(START);
    const { prisma } = stage.app.database;
    // Each test begins with no clock of its own and the days of March as every weekday is.
    await prisma.deadline.updateMany({
      where: { status: { in: ['RUNNING', 'PAUSED'] } },
      data: { status: 'CANCELLED' },
    });
    await importDays();
    await importDays('CN-GX');
    await recomputeAll();
  });

  const importDays = (region = 'CN', ...days: readonly string[]) =>
    importAnnouncement(stage.app.dependencies, announce(region, days), 'test');
  const runs = () => stage.app.database.prisma.calendarYear.findMany({ orderBy: { version: 'desc' } });
  const lastRun = async () => {
    const [run] = await runs();
    if (!run) throw new RangeError('no import');
    return run;
  };
  const clockOf = (referralId: string, rule = 'HANDOVER') =>
    stage.app.database.prisma.deadline.findFirstOrThrow({ where: { referralId, rule }, orderBy: { id: 'desc' } });
  const dueOn = async (referralId: string, rule?: string): Promise<string> =>
    (await clockOf(referralId, rule)).dueOn.toISOString().slice(0, 10);
  const moves = (caseId: string) =>
    stage.app.database.prisma.caseEvent.findMany({ where: { caseId, type: 'deadline.recomputed' } });

  async function recomputeAll(): Promise<void> {
    while ((await stage.app.system.recomputeDeadlines()) > 0);
  }

  async function openMany(count: number): Promise<Opened[]> {
    const opened: Opened[] = [];
    for (let index = 0; index < count; index += 1) opened.push(await stage.openMediation());
    return opened.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1));
  }

  async function receive({ referralId }: Opened): Promise<void> {
    await stage.app.system.receiveWebhook('union', {
      headers: { id: `receive-${referralId}` },
      body: messageOf({ kind: 'REFERRAL_REPLY', referralId, event: 'RECEIVE' }),
    });
    await stage.drain();
  }

  it('an open clock is moved, told in the timeline, and the import says so', async () => {
    const { caseId, referralId } = await stage.openMediation();

    await importDays('CN', '2026-03-03');
    await recomputeAll();

    expect(await dueOn(referralId)).toBe('2026-03-05');
    expect(await moves(caseId)).toMatchObject([
      {
        actor: 'calendar',
        referralId,
        data: { rule: 'HANDOVER', from: '2026-03-04', to: '2026-03-05', notice: 'CN 通知' },
      },
    ]);
    expect(await lastRun()).toMatchObject({ openClocks: 1, recomputed: 1, moved: 1, failed: 0, finishedAt: START });
  });

  it('a clock that has ended stays as it ended', async () => {
    const opened = await stage.openMediation();
    await receive(opened);
    const met = await clockOf(opened.referralId);

    await importDays('CN', '2026-03-03', '2026-03-17');
    await recomputeAll();

    expect(met.status).toBe('MET');
    expect(await clockOf(opened.referralId)).toEqual(met);
    expect(await dueOn(opened.referralId, 'MED_LDMA')).toBe('2026-03-18');
    expect(await moves(opened.caseId)).toMatchObject([{ data: { rule: 'MED_LDMA' } }]);
  });

  it("the region's notice moves clocks of its divisions alone, the country's those of all", async () => {
    const [inside, outside] = await openMany(2);
    if (!inside || !outside) throw new RangeError('two cases');
    // The province around the city does not keep the regional festival.
    await stage.app.database.prisma.case.update({ where: { id: outside.caseId }, data: { divisionCode: '990000' } });

    await importDays('CN-GX', '2026-03-03');
    const afterRegion = await lastRun();
    await recomputeAll();
    const regional = [await dueOn(inside.referralId), await dueOn(outside.referralId)];
    await importDays('CN', '2026-03-04');
    const afterCountry = await lastRun();
    await recomputeAll();

    expect(regional).toEqual(['2026-03-05', '2026-03-04']);
    expect([await dueOn(inside.referralId), await dueOn(outside.referralId)]).toEqual(['2026-03-06', '2026-03-05']);
    expect([afterRegion.openClocks, afterCountry.openClocks]).toEqual([1, 2]);
  });

  it('a clock that is due later now does not run out before it was recomputed', async () => {
    const { caseId, referralId } = await stage.openMediation();
    stage.clock.set((await clockOf(referralId)).dueAt);

    await importDays('CN', '2026-03-03');
    const expired = await stage.app.system.expireDeadlines();

    expect(expired).toBe(0);
    expect(await clockOf(referralId)).toMatchObject({ status: 'RUNNING', dueAt: new Date('2026-03-05T16:00:00Z') });
    expect(await moves(caseId)).toHaveLength(1);
    expect(await stage.caseState(caseId)).toEqual({ status: 'IN_PROGRESS', attentionReason: null });
    stage.clock.forward(1);
    expect(await stage.app.system.expireDeadlines()).toBe(1);
  });

  it('a clock that is due earlier now, and is over already, runs out', async () => {
    await importDays('CN', '2026-03-03', '2026-03-04');
    const { caseId, referralId } = await stage.openMediation();
    expect(await dueOn(referralId)).toBe('2026-03-06');
    stage.clock.set(new Date('2026-03-05T02:00:00Z'));

    await importDays();
    await recomputeAll();
    await stage.app.system.expireDeadlines();

    expect(await clockOf(referralId)).toMatchObject({ status: 'EXPIRED' });
    expect(await stage.caseState(caseId)).toMatchObject({ attentionReason: 'OVERDUE:HANDOVER' });
  });

  it('another process opens the next case with the new calendar', async () => {
    const other = await stage.secondApp();
    await stage.openMediation();
    await other.dependencies.stores.calendars.calendarOf('990101');

    await importAnnouncement(other.dependencies, announce('CN', ['2026-03-03']), 'test');
    const { referralId } = await stage.openMediation();

    expect(await dueOn(referralId)).toBe('2026-03-05');
  });

  it('a run that was killed on the way is taken up where it stopped, and its ghost changes nothing', async () => {
    const opened = await openMany(5);
    await importDays('CN', '2026-03-03');
    const { unitOfWork } = stage.app.dependencies;
    const frozen = Promise.withResolvers<void>();
    const wake = Promise.withResolvers<void>();
    let transactions = 0;

    const ghost = recomputeDeadlines({
      ...stage.app.dependencies,
      unitOfWork: {
        async run(work) {
          transactions += 1;
          if (transactions === 3) {
            frozen.resolve();
            await wake.promise;
          }
          return unitOfWork.run(work);
        },
      },
    });
    await frozen.promise;
    const halfway = await lastRun();
    expect(await stage.app.system.recomputeDeadlines()).toBe(0);
    await stage.app.database.prisma.$executeRaw`UPDATE calendar_year SET lease_until = now() - interval '1 second'`;
    const other = await stage.secondApp();
    const afterwards = await other.system.recomputeDeadlines();
    wake.resolve();

    expect(halfway).toMatchObject({ recomputed: 2, moved: 2, lastCaseId: opened[1]?.caseId, finishedAt: null });
    expect(afterwards).toBe(3);
    expect(await ghost).toBe(0);
    expect(await lastRun()).toMatchObject({ recomputed: 5, moved: 5, finishedAt: START });
    for (const { caseId, referralId } of opened) {
      expect(await dueOn(referralId)).toBe('2026-03-05');
      expect(await moves(caseId)).toHaveLength(1);
    }
  });

  it('one case that cannot be recomputed holds up no other, and the run is not done before it is', async () => {
    const [first, spoilt, last] = await openMany(3);
    if (!first || !spoilt || !last) throw new RangeError('three cases');
    const { prisma } = stage.app.database;
    const { formSealed } = await prisma.case.findUniqueOrThrow({ where: { id: spoilt.caseId } });
    await prisma.case.update({ where: { id: spoilt.caseId }, data: { formSealed: new Uint8Array(1) } });

    await importDays('CN', '2026-03-03');
    await recomputeAll();
    const open = await lastRun();
    await prisma.case.update({ where: { id: spoilt.caseId }, data: { formSealed } });
    await prisma.$executeRaw`UPDATE calendar_year SET lease_until = now() - interval '1 second' WHERE finished_at IS NULL`;
    await recomputeAll();

    expect(open).toMatchObject({ moved: 2, finishedAt: null });
    expect(await lastRun()).toMatchObject({ recomputed: 3, moved: 3, failed: 0, finishedAt: START });
    expect(await dueOn(spoilt.referralId)).toBe('2026-03-05');
  });

  it('a newer import of the region makes an older unfinished run needless', async () => {
    const { caseId, referralId } = await stage.openMediation();
    await importDays('CN', '2026-03-03');
    await importDays('CN', '2026-03-03', '2026-03-04');

    await recomputeAll();

    expect(await dueOn(referralId)).toBe('2026-03-06');
    expect(await moves(caseId)).toHaveLength(1);
    expect((await runs()).every(({ finishedAt }) => finishedAt !== null)).toBe(true);
  });

  it('two workers recompute each clock once', async () => {
    const opened = await openMany(6);
    const other = await stage.secondApp();
    await importDays('CN', '2026-03-03');

    await Promise.all([stage.app, other, stage.app, other].map((app) => app.system.recomputeDeadlines()));
    await recomputeAll();

    for (const { caseId } of opened) expect(await moves(caseId)).toHaveLength(1);
    expect(await lastRun()).toMatchObject({ recomputed: 6, moved: 6 });
  });

  it('a change under way is waited for, and its clock is recomputed as it then stands', async () => {
    const opened = await stage.openMediation();
    const { unitOfWork } = stage.app.dependencies;
    const locked = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    await importDays('CN', '2026-03-03', '2026-03-17');

    const holding = unitOfWork.run(async (tx) => {
      await tx.cases.loadDraft(opened.caseId);
      locked.resolve();
      await commit.promise;
    });
    await locked.promise;
    const recomputing = stage.app.system.recomputeDeadlines();
    await vi.waitFor(async () => expect(await waitingForLocks()).toBe(1), { timeout: 10_000 });
    commit.resolve();
    await holding;

    expect(await recomputing).toBe(1);
    expect(await dueOn(opened.referralId)).toBe('2026-03-05');
  });

  it('every open clock is what counting it afresh gives, whatever was announced, corrected and withdrawn', async () => {
    const opened = await openMany(4);
    for (const each of opened.slice(0, 2)) await receive(each);
    const { prisma } = stage.app.database;
    const divisions = ['990101', '990000', '990103100', '110105'];
    for (const [index, { caseId }] of opened.entries()) {
      await prisma.case.update({ where: { id: caseId }, data: { divisionCode: divisions[index] ?? '' } });
    }
    const day = fc.integer({ min: 0, max: 30 }).map((offset) => addDays(localDate('2026-03-01'), offset));
    const notice = fc.tuple(fc.constantFrom('CN', 'CN-GX'), fc.uniqueArray(day, { maxLength: 12 }));

    await fc.assert(
      fc.asyncProperty(fc.array(notice, { minLength: 1, maxLength: 3 }), async (notices) => {
        for (const [region, days] of notices) await importDays(region, ...days);
        await recomputeAll();

        for (const row of await prisma.deadline.findMany({
          where: { status: { in: ['RUNNING', 'PAUSED'] } },
          include: { case: true },
        })) {
          const { rule, startedOn, pauses, computation } = toDeadline(row, stage.app.tools.crypto);
          const calendar = await stage.app.dependencies.stores.calendars.calendarOf(row.case.divisionCode);
          const { length, unit, rollOver } = rule;
          const fresh = computeDeadline({ startedOn, length, unit, rollOver, pauses, calendar });
          expect(computation).toEqual(fresh);
          expect(row.dueOn.toISOString().slice(0, 10)).toBe(fresh.dueOn);
          expect(row.dueAt).toEqual(fresh.dueAt);
        }
      }),
      { numRuns: 25, seed: 990_100 },
    );
  });

  async function waitingForLocks(): Promise<number> {
    const found = await stage.app.database.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return found[0]?.count ?? 0;
  }
});
