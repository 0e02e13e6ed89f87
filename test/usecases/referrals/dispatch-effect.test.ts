import { afterEach, describe, expect, it } from 'vitest';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { type FakeAgency, fakeAgency, type FakeAgencyWishes } from '../support/fake-agency.ts';
import { type Opened, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let union: FakeAgency;

async function open(wishes: FakeAgencyWishes = {}, agencyCallMs = 2_000): Promise<Opened> {
  union = fakeAgency(wishes);
  stage = await openStage([union], { agencyCallMs });
  return stage.openMediation();
}

const dispatch = (id: string) => stage.app.system.dispatchEffect(id);
const keys = () => union.sent.map(({ key }) => key);

afterEach(() => stage.close());

describe('delivering an effect', () => {
  it('sends it once under its stable key, however often it is asked to', async () => {
    const { effectId, referralId } = await open();

    await Promise.all(Array.from({ length: 10 }, () => dispatch(effectId)));
    await dispatch(effectId);

    expect(keys()).toEqual([effectKeyOf(effectId)]);
    expect(await stage.effects(referralId)).toMatchObject([{ kind: 'DISPATCH', status: 'DELIVERED', attempts: 1 }]);
    expect(await stage.referralState(referralId)).toMatchObject({ status: 'SENT' });
    expect(await stage.attempts(effectId)).toEqual(['SEND DELIVERED']);
  });

  it('tries again later, and not before, when the agency surely did not take it', async () => {
    const { effectId } = await open();
    union.answer = () => ({ kind: 'RETRY', fault: 'CONNECT' });
    await dispatch(effectId);
    const { nextAttemptAt } = await stage.app.database.prisma.effect.findUniqueOrThrow({ where: { id: effectId } });

    await dispatch(effectId);
    const offeredMeanwhile = await stage.app.system.offerDueEffects(10, 0);
    await stage.letTimePass();
    union.answer = () => ({ kind: 'RECEIVED' });
    const [offered] = await stage.app.system.offerDueEffects(10, 0);
    await dispatch(offered?.id ?? '');

    expect(nextAttemptAt.getTime()).toBeGreaterThan(Date.now() - 500);
    expect(offeredMeanwhile).toEqual([]);
    expect(keys()).toEqual([effectKeyOf(effectId), effectKeyOf(effectId)]);
    expect(await stage.attempts(effectId)).toEqual(['SEND RETRY:CONNECT', 'SEND RECEIVED']);
  });

  it.each([
    [90, 90],
    [0, 1],
    [365 * 86_400, 6 * 3_600],
  ])('waits %s seconds when asked to, as %s: never not at all, never past six hours', async (asked, waited) => {
    const { effectId } = await open();
    union.answer = () => ({ kind: 'RETRY', fault: 'THROTTLED', retryAfterSeconds: asked });

    await dispatch(effectId);

    const [row] = await stage.app.database.prisma.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM next_attempt_at - a.finished_at)::float AS seconds FROM effect e JOIN attempt a ON a.effect_id = e.id`;
    expect(row?.seconds).toBeCloseTo(waited, 1);
  });

  it.each(['CIRCUIT_OPEN', 'BULKHEAD_FULL'] as const)(
    'does not wait longer and longer for what our own %s held back',
    async (fault) => {
      const { effectId } = await open();
      union.answer = () => ({ kind: 'RETRY', fault });
      await stage.app.database.prisma.effect.update({ where: { id: effectId }, data: { attempts: 20 } });

      await dispatch(effectId);

      const [row] = await stage.app.database.prisma.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM next_attempt_at - now())::float AS seconds FROM effect WHERE id = ${effectId}::uuid`;
      expect(row?.seconds).toBeLessThanOrEqual(8);
    },
  );

  it('puts the case on the list when sending again would fail again', async () => {
    const { effectId, referralId, caseId } = await open();
    union.answer = () => ({ kind: 'STOPPED', fault: 'CREDENTIALS', reason: 'our key has run out' });

    await dispatch(effectId);
    await stage.letTimePass();

    expect(await stage.caseState(caseId)).toEqual({ status: 'NEEDS_ATTENTION', attentionReason: 'DELIVERY_STOPPED' });
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'STOPPED' }]);
    expect(await stage.app.system.offerDueEffects(10, 0)).toEqual([]);
    expect(await stage.attempts(effectId)).toEqual(['SEND STOPPED:CREDENTIALS']);
  });

  it('takes a connector that throws for an unknown outcome', async () => {
    const { effectId, referralId } = await open();
    union.answer = () => Promise.reject(new TypeError('a mistake in the connector'));

    await dispatch(effectId);

    expect(await stage.effects(referralId)).toMatchObject([{ status: 'PENDING', unclear: true }]);
    expect(await stage.attempts(effectId)).toEqual(['SEND UNKNOWN:SERVER_ERROR']);
  });

  it('does not wait for ever for a connector that overlooks the end of its time', async () => {
    const { effectId, referralId } = await open({}, 20);
    union.answer = () => new Promise(() => {});

    await dispatch(effectId);

    expect(await stage.effects(referralId)).toMatchObject([{ status: 'PENDING', unclear: true }]);
    expect(await stage.attempts(effectId)).toEqual(['SEND UNKNOWN:TIMEOUT']);
  });

  it('is in no doubt about what failed before it left the house', async () => {
    const { effectId, referralId } = await open({ effectKey: 'NONE' });
    const { prisma } = stage.app.database;
    const people = await prisma.person.findMany({ select: { id: true, nameSealed: true } });
    await prisma.person.updateMany({ data: { nameSealed: new Uint8Array(1) } });

    await dispatch(effectId);
    for (const { id, nameSealed } of people) await prisma.person.update({ where: { id }, data: { nameSealed } });
    const sentWhileBroken = union.sent.length;
    await stage.letTimePass();
    await dispatch(effectId);

    expect(sentWhileBroken).toBe(0);
    expect(keys()).toEqual([effectKeyOf(effectId)]);
    expect(await stage.attempts(effectId)).toEqual(['SEND RETRY:SERVER_ERROR', 'SEND DELIVERED']);
    expect(await stage.effects(referralId)).toMatchObject([{ status: 'DELIVERED' }]);
  });
});
