import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';

describe('the fence around an effect', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
  });
  afterAll(() => stage.close());

  it('gives one of fifty claims made at once, from two processes, and refuses the others', async () => {
    const { effectId } = await stage.openMediation();
    const other = await stage.secondApp();

    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? stage.app : other).dependencies.stores.effects.claim(effectId, 30),
      ),
    );

    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await stage.attempts(effectId)).toEqual(['SEND -']);
  });

  it('gives the effect again once the lease has run out, and says that its outcome is unclear', async () => {
    const { effectId } = await stage.openMediation();
    const { effects } = stage.app.dependencies.stores;
    const first = await effects.claim(effectId, 30);
    const tooEarly = await effects.claim(effectId, 30);

    await stage.letTimePass();
    const second = await effects.claim(effectId, 30);

    expect(first?.effect.unclear).toBe(false);
    expect(tooEarly).toBeUndefined();
    expect(second).toMatchObject({ fence: (first?.fence ?? 0) + 1, effect: { unclear: true, attempts: 2 } });
    expect(await stage.attempts(effectId)).toEqual(['SEND ABANDONED', 'RESUME -']);
  });

  it('gives one claim only when many come in the moment a lease runs out', async () => {
    const { effectId } = await stage.openMediation();
    const { effects } = stage.app.dependencies.stores;
    await effects.claim(effectId, 30);
    await stage.letTimePass();

    const claims = await Promise.all(Array.from({ length: 20 }, () => effects.claim(effectId, 30)));

    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await stage.attempts(effectId)).toEqual(['SEND ABANDONED', 'RESUME -']);
  });

  it('lets a late holder write neither the attempt nor the effect', async () => {
    const { effectId } = await stage.openMediation();
    const { effects } = stage.app.dependencies.stores;
    const late = await effects.claim(effectId, 30);
    await stage.letTimePass();
    const holder = await effects.claim(effectId, 30);

    const again = { inSeconds: 0, unclear: false, spent: {} };
    const end = { outcome: 'RETRY', fault: 'CONNECT', retry: again };
    const written = await effects.finishAttempt(effectId, late?.fence ?? 0, end);

    expect(written).toBe(false);
    expect(await stage.attempts(effectId)).toEqual(['SEND ABANDONED', 'RESUME -']);
    expect(await effects.claim(effectId, 30)).toBeUndefined();
    expect(await stage.app.database.prisma.effect.findUniqueOrThrow({ where: { id: effectId } })).toMatchObject({
      unclear: true,
      lastFault: null,
    });
    expect(await effects.finishAttempt(effectId, holder?.fence ?? 0, end)).toBe(true);
    expect(await stage.attempts(effectId)).toEqual(['SEND ABANDONED', 'RESUME RETRY:CONNECT']);
  });

  it.each(['PENDING', 'IN_DOUBT', 'STOPPED'])(
    'keeps a later effect of the same referral waiting behind one that is %s',
    async (status) => {
      const { referralId, effectId } = await stage.openMediation();
      const { prisma } = stage.app.database;
      const { effects } = stage.app.dependencies.stores;
      const later = stage.app.dependencies.ids.next();
      const first = await prisma.effect.findUniqueOrThrow({ where: { id: effectId } });
      await prisma.effect.create({ data: { ...first, id: later, referralId, kind: 'SUPPLEMENT', position: 2 } });

      await prisma.effect.update({ where: { id: effectId }, data: { status } });
      const claimed = await effects.claim(later, 30);
      const offered = await effects.offerDue(1_000, 0);
      await prisma.effect.update({ where: { id: effectId }, data: { status: 'DELIVERED' } });

      expect(claimed).toBeUndefined();
      expect(offered.map(({ id }) => id)).not.toContain(later);
      expect((await effects.offerDue(1_000, 0)).map(({ id }) => id)).toContain(later);
      expect(await effects.claim(later, 30)).toBeDefined();
    },
  );

  it('keeps the queue of a paused agency: neither offered nor claimed, and all there when it goes on', async () => {
    const { effectId } = await stage.openMediation();
    const { prisma } = stage.app.database;
    const { effects } = stage.app.dependencies.stores;
    await prisma.agency.update({ where: { code: 'union' }, data: { pausedAt: new Date() } });

    const whilePaused = await effects.offerDue(1_000, 0);
    const claimWhilePaused = await effects.claim(effectId, 30);
    await prisma.agency.update({ where: { code: 'union' }, data: { pausedAt: null } });

    expect(whilePaused).toEqual([]);
    expect(claimWhilePaused).toBeUndefined();
    expect((await effects.offerDue(1_000, 0)).map(({ id }) => id)).toContain(effectId);
    expect(await effects.claim(effectId, 30)).toBeDefined();
  });
});

describe('offering what is due', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
    for (let index = 0; index < 12; index += 1) await stage.openMediation();
  });
  afterAll(() => stage.close());

  it('hands over no more than it was asked for', async () => {
    const offered = await stage.app.system.offerDueEffects(5, 60);

    expect(offered).toHaveLength(5);
    expect(await stage.app.database.prisma.effect.count({ where: { offeredAt: { not: null } } })).toBe(5);
  });

  it('shares the rest among relays that look at the same moment, each effect to one of them', async () => {
    const other = await stage.secondApp();

    const rounds = await Promise.all(
      [stage.app, other, stage.app, other].map((app) => app.system.offerDueEffects(3, 60)),
    );

    const ids = rounds.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length + (await stage.app.system.offerDueEffects(100, 60)).length).toBe(7);
  });

  it('offers it once, and again only when the time for an outcome is over', async () => {
    expect(await stage.app.system.offerDueEffects(100, 60)).toEqual([]);

    await stage.app.database.prisma.$executeRaw`UPDATE effect SET offered_at = offered_at - interval '61 seconds'`;

    expect(await stage.app.system.offerDueEffects(100, 60)).toHaveLength(12);
  });

  it('does not offer what somebody has claimed', async () => {
    const { effectId } = await stage.openMediation();
    await stage.app.dependencies.stores.effects.claim(effectId, 30);

    expect(await stage.app.system.offerDueEffects(100, 60)).toEqual([]);
  });
});
