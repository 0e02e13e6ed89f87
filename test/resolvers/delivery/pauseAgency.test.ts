import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAgency, fakeAgency } from '../../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../../usecases/support/stage.ts';
import { openDeadLetters, steer } from './support.ts';

let stage: Stage;
let union: FakeAgency;

beforeAll(async () => {
  union = fakeAgency();
  stage = await openStage([union]);
});
afterAll(() => stage.close());
beforeEach(async () => {
  const { prisma } = stage.app.database;
  await prisma.effect.updateMany({ data: { status: 'DELIVERED' } });
  await prisma.agency.updateMany({ data: { pausedAt: null, pausedUntil: null } });
  union.answer = () => ({ kind: 'RECEIVED' });
});

const DELIVERY =
  '{ agency(code: "union") { paused delivery { waiting oldestWaitingSince inDoubt deadLetters circuit pausedAt pausedUntil pauseReason } } }';

interface Seen {
  readonly paused: boolean;
  readonly delivery: Readonly<Record<string, unknown>> | null;
}

async function delivery(as: 'operator' | 'supervisor' | 'window' = 'operator'): Promise<Seen> {
  const { data, errors } = await stage.run<{ agency: Seen }>(as, DELIVERY);
  expect(errors).toEqual([]);
  return data.agency;
}

describe('pausing an agency', () => {
  it('keeps what comes for it, and resuming offers all of it at once', async () => {
    const before = union.sent.length;
    const { effectId } = await stage.openMediation();
    await stage.openMediation();
    await stage.app.system.offerDueEffects(100, 10);
    const paused = await steer(stage, 'pauseAgency', { agency: 'union', reason: '对方系统升级' });
    await stage.app.system.dispatchEffect(effectId);
    const whilePaused = await delivery();
    const offeredWhilePaused = await stage.app.system.offerDueEffects(100, 0);

    const resumed = await steer(stage, 'resumeAgency', { agency: 'union' });
    const offered = await stage.app.system.offerDueEffects(100, 10);

    expect(paused).toMatchObject({ agency: { code: 'union', paused: true }, userErrors: [] });
    expect(whilePaused).toMatchObject({
      paused: true,
      delivery: { waiting: 2, pauseReason: '对方系统升级', pausedUntil: null },
    });
    expect(union.sent).toHaveLength(before);
    expect(offeredWhilePaused).toEqual([]);
    expect(resumed).toMatchObject({ agency: { paused: false } });
    expect(offered).toHaveLength(2);
    expect(await delivery()).toMatchObject({ paused: false, delivery: { pausedAt: null, pauseReason: null } });
  });

  it('ends by itself when its time is over, and both ends are on record', async () => {
    const until = new Date(Date.now() + 3_600_000);
    await steer(stage, 'pauseAgency', { agency: 'union', until: until.toISOString() });
    await stage.app.system.watchAgencies();
    const still = await delivery();

    const { prisma } = stage.app.database;
    await prisma.$executeRaw`UPDATE agency SET paused_until = now() - interval '1 second' WHERE paused_at IS NOT NULL`;
    await stage.app.system.watchAgencies();

    expect(still).toMatchObject({ paused: true, delivery: { pausedUntil: until.toISOString() } });
    expect(await delivery()).toMatchObject({ paused: false });
    const actions = await prisma.operatorAction.findMany({ orderBy: { id: 'desc' }, take: 2 });
    expect(actions.map(({ action, actor }) => [action, actor])).toEqual([
      ['AGENCY_RESUMED', 'clock'],
      ['AGENCY_PAUSED', 'persona:operator'],
    ]);
  });

  it.each([
    ['an unknown agency', { agency: 'nobody' }, 'NOT_FOUND', 'agency'],
    ['no reason', { agency: 'union', reason: '' }, 'NOTE_REQUIRED', 'reason'],
    ['an end that is past', { agency: 'union', until: '2020-01-01T00:00:00Z' }, 'RANGE_INVALID', 'until'],
    ['an end beyond a year', { agency: 'union', until: '2099-01-01T00:00:00Z' }, 'RANGE_INVALID', 'until'],
  ])('is refused for %s, and nothing is paused', async (_what, input, code, path) => {
    const { userErrors } = await steer(stage, 'pauseAgency', input);

    expect(userErrors).toEqual([{ code, path: [path] }]);
    expect(await delivery()).toMatchObject({ paused: false });
  });

  it('cannot be ended where there is none', async () => {
    const { userErrors } = await steer(stage, 'resumeAgency', { agency: 'union' });

    expect(userErrors).toEqual([{ code: 'TRANSITION_REFUSED', path: ['agency'] }]);
  });
});

describe('how delivery goes', () => {
  it('is counted by what waits, is in doubt and was stopped', async () => {
    await openDeadLetters(stage, union, 2);
    const doubtful = await stage.openMediation();
    await stage.app.database.prisma.effect.update({ where: { id: doubtful.effectId }, data: { status: 'IN_DOUBT' } });
    await stage.openMediation();

    expect((await delivery('supervisor')).delivery).toMatchObject({
      waiting: 1,
      inDoubt: 1,
      deadLetters: 2,
      circuit: 'CLOSED',
      oldestWaitingSince: stage.clock.now().toISOString(),
    });
  });

  it('shows an agency that is down as such', async () => {
    await stage.app.database.prisma.$executeRaw`
      INSERT INTO agency_health (agency_code, failures, failing_since, probe_at)
      VALUES ('union', 9, now(), now() + interval '1 minute')
      ON CONFLICT (agency_code) DO UPDATE SET failures = 9, failing_since = now(), probe_at = now() + interval '1 minute'`;
    const down = await delivery();
    await stage.letProbesPass();
    const mayProbe = await delivery();
    await stage.app.database.prisma.agencyHealth.deleteMany();

    expect([down.delivery?.['circuit'], mayProbe.delivery?.['circuit']]).toEqual(['OPEN', 'HALF_OPEN']);
  });

  it('is not shown to others', async () => {
    expect(await delivery('window')).toMatchObject({ delivery: null });
  });

  it('takes the same number of statements for one agency and for all of them', async () => {
    const count = async (operation: string) => {
      stage.takeQueryCount();
      const { errors } = await stage.run('operator', operation);
      expect(errors).toEqual([]);
      return stage.takeQueryCount();
    };
    await count('{ agencies { code delivery { waiting } } }');

    const one = await count('{ agency(code: "union") { code delivery { waiting } } }');
    const all = await count('{ agencies { code delivery { waiting inDoubt deadLetters } } }');

    expect(all).toBe(one);
  });
});
