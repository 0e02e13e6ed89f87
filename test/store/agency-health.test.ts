import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { FAILURES_UNTIL_DOWN } from '#domain/agencies/agency-health.ts';
import { recallReferral } from '#usecases/referrals/steer-referral.ts';
import { type FakeAgency, fakeAgency } from '../usecases/support/fake-agency.ts';
import { type Opened, openStage, type Stage, WINDOW } from '../usecases/support/stage.ts';

const UNION = agencyCode('union');

let stage: Stage;
let union: FakeAgency;

beforeAll(async () => {
  union = fakeAgency();
  stage = await openStage([union]);
});
afterAll(() => stage.close());
beforeEach(async () => {
  union.answer = () => ({ kind: 'RETRY', fault: 'CONNECT' });
  await stage.app.database.prisma.effect.updateMany({ data: { status: 'DELIVERED' } });
  await stage.app.database.prisma.agencyHealth.deleteMany();
});

const health = () => stage.app.database.prisma.agencyHealth.findUnique({ where: { agencyCode: 'union' } });

async function openMany(count: number): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  for (let index = 0; index < count; index += 1) opened.push(await stage.openMediation());
  return opened;
}

/** So many attempts fail, each of another effect, until the agency counts as down. */
async function bringDown(): Promise<readonly Opened[]> {
  const opened = await openMany(FAILURES_UNTIL_DOWN);
  for (const { effectId } of opened) await stage.app.system.dispatchEffect(effectId);
  return opened;
}

describe('the health of an agency', () => {
  it('is written with the first answer and then only when something changes', async () => {
    union.answer = () => ({ kind: 'RECEIVED' });
    const [first, second] = await openMany(2);
    await stage.app.system.dispatchEffect(first?.effectId ?? '');
    const before = await health();

    await stage.app.system.dispatchEffect(second?.effectId ?? '');

    expect(before?.lastSuccessAt).toBeInstanceOf(Date);
    expect(await health()).toEqual(before);
  });

  it('counts failures in a row and since when, and begins anew with an answer', async () => {
    await bringDown();
    const down = await health();

    await stage.letProbesPass();
    union.answer = () => ({ kind: 'RECEIVED' });
    await stage.app.system.dispatchEffect((await stage.openMediation()).effectId);

    expect(down).toMatchObject({ failures: FAILURES_UNTIL_DOWN, lastSuccessAt: null });
    expect(down?.failingSince?.getTime()).toBeLessThanOrEqual(down?.lastFailureAt?.getTime() ?? 0);
    expect(await health()).toMatchObject({ failures: 0, failingSince: null });
  });

  it('says nothing about what never left the house', async () => {
    union.answer = () => ({ kind: 'RETRY', fault: 'CIRCUIT_OPEN' });

    await stage.app.system.dispatchEffect((await stage.openMediation()).effectId);

    expect(await health()).toBeNull();
  });
});

describe('an agency that is down', () => {
  it('is called once for each probe, however many processes have something for it', async () => {
    await bringDown();
    const more = await openMany(12);
    const apps = [stage.app, await stage.secondApp()];
    const called = union.sent.length;

    await Promise.all(more.flatMap(({ effectId }) => apps.map((app) => app.system.dispatchEffect(effectId))));
    const beforeProbe = union.sent.length - called;
    await stage.letProbesPass();
    await Promise.all(more.flatMap(({ effectId }) => apps.map((app) => app.system.dispatchEffect(effectId))));

    expect(beforeProbe).toBe(0);
    expect(union.sent.length - called).toBe(1);
  });

  it('waits at least five seconds between two probes, and longer the longer it lasts, up to thirty', async () => {
    await bringDown();
    const untilProbe = async (since: string) => {
      const { prisma } = stage.app.database;
      await prisma.$executeRaw`
        UPDATE agency_health SET failing_since = now() - ${since}::interval, probe_at = now() - interval '1 second'`;
      await stage.app.dependencies.stores.agencyHealth.noteFailure(UNION);
      const [row] = await prisma.$queryRaw<{ seconds: number }[]>`
        SELECT extract(epoch FROM probe_at - last_failure_at)::float AS seconds FROM agency_health`;
      return row?.seconds ?? 0;
    };

    expect(await untilProbe('1 second')).toBeCloseTo(5, 1);
    expect(await untilProbe('2 minutes')).toBeCloseTo(12, 1);
    expect(await untilProbe('3 days')).toBeCloseTo(30, 1);
  });

  it('is offered one effect at a time, and none before its probe', async () => {
    await bringDown();
    await openMany(4);

    const early = await stage.app.system.offerDueEffects(100, 0);
    await stage.letProbesPass();

    expect(early).toEqual([]);
    expect(await stage.app.system.offerDueEffects(100, 0)).toHaveLength(1);
  });

  it('is asked by the next effect in line when all of them wait for hours', async () => {
    await bringDown();
    await stage.app.database.prisma.$executeRaw`
      UPDATE effect SET next_attempt_at = now() + interval '5 hours' WHERE status = 'PENDING'`;
    await stage.letProbesPass();

    await stage.app.system.watchAgencies();

    expect(await stage.app.system.offerDueEffects(100, 0)).toHaveLength(1);
  });

  it('is asked although a recall, due at once, waits behind a delivery that waits for hours', async () => {
    const [opened] = await bringDown();
    await stage.app.database.prisma.$executeRaw`
      UPDATE effect SET next_attempt_at = now() + interval '5 hours' WHERE status = 'PENDING'`;
    await recallReferral(stage.app.dependencies, WINDOW, {
      idempotencyKey: 'recall-behind-a-delivery',
      referralId: opened?.referralId ?? '',
      reason: '申请人要求撤回',
    });
    await stage.letProbesPass();

    await stage.app.system.watchAgencies();

    const offered = await stage.app.system.offerDueEffects(100, 0);
    const kinds = await stage.app.database.prisma.effect.findMany({
      where: { id: { in: offered.map(({ id }) => id) } },
    });
    expect(kinds).toMatchObject([{ kind: 'DISPATCH' }]);
  });

  it('takes no other agency’s turn', async () => {
    await bringDown();
    await stage.app.database.prisma.$executeRaw`
      UPDATE effect SET agency_code = 'court', next_attempt_at = now() - interval '1 second'
       WHERE id = (SELECT id FROM effect WHERE status = 'PENDING' LIMIT 1)`;

    expect(await stage.app.system.offerDueEffects(100, 0)).toMatchObject([{ agencyCode: 'court' }]);
  });
});

describe('an agency that answers again', () => {
  const waits = () => stage.app.database.prisma.$queryRaw<{ seconds: number; fault: string }[]>`
    SELECT extract(epoch FROM next_attempt_at - now())::float AS seconds, last_fault AS fault
      FROM effect WHERE status = 'PENDING'`;

  async function waitForHours(): Promise<void> {
    await stage.app.database.prisma.$executeRaw`
      UPDATE effect SET next_attempt_at = now() + interval '5 hours' WHERE status = 'PENDING'`;
    await stage.letProbesPass();
    union.answer = () => ({ kind: 'RECEIVED' });
  }

  it('gets what waited for it within seconds, not hours', async () => {
    await bringDown();
    await waitForHours();

    await stage.app.system.dispatchEffect((await stage.openMediation()).effectId);

    const waiting = await waits();
    expect(waiting).toHaveLength(FAILURES_UNTIL_DOWN);
    for (const { seconds } of waiting) expect(seconds).toBeLessThanOrEqual(1);
    expect(await health()).toMatchObject({ hastenOwed: false });
  });

  it('gets it although the process that heard the answer died at once', async () => {
    await bringDown();
    await waitForHours();
    await stage.app.dependencies.stores.agencyHealth.noteAnswer(UNION);
    const owed = await health();

    await stage.app.system.watchAgencies();

    expect(owed).toMatchObject({ hastenOwed: true });
    for (const { seconds } of await waits()) expect(seconds).toBeLessThanOrEqual(1);
    expect(await health()).toMatchObject({ hastenOwed: false });
  });

  it('gets what it asked to have later no sooner', async () => {
    const [throttled] = await bringDown();
    await stage.app.database.prisma.effect.update({
      where: { id: throttled?.effectId ?? '' },
      data: { lastFault: 'THROTTLED' },
    });
    await waitForHours();

    await stage.app.system.dispatchEffect((await stage.openMediation()).effectId);

    const late = (await waits()).filter(({ seconds }) => seconds > 3_600);
    expect(late.map(({ fault }) => fault)).toEqual(['THROTTLED']);
  });

  it('gets a long backlog spread over the time it takes for it', async () => {
    await bringDown();
    const { prisma } = stage.app.database;
    await prisma.$executeRaw`
      WITH more AS (
        INSERT INTO referral (id, case_id, step_key, round, agency_code, office_id, role, status, version, created_at)
        SELECT gen_random_uuid(), case_id, step_key, n + 1, agency_code, office_id, role, 'DRAFTED', 1, created_at
          FROM (SELECT * FROM referral LIMIT 1) r, generate_series(1, 5000) n RETURNING id)
      INSERT INTO effect (id, referral_id, agency_code, kind, position, status, next_attempt_at, last_fault, created_at)
      SELECT gen_random_uuid(), id, 'union', 'DISPATCH', 1, 'PENDING', now(), 'TIMEOUT', now() FROM more`;
    await waitForHours();

    await stage.app.system.dispatchEffect((await stage.openMediation()).effectId);

    const tenths = new Set((await waits()).map(({ seconds }) => Math.floor(seconds / 50)));
    // 5,005 at ten a second: five hundred seconds and a little.
    expect([...tenths].toSorted((a, b) => a - b).slice(-1)[0]).toBeLessThanOrEqual(10);
    expect(tenths.size).toBeGreaterThanOrEqual(10);
  });
});
