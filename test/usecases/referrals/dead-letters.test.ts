import { afterEach, describe, expect, it } from 'vitest';
import { type FakeAgency, fakeAgency, type SentEffect } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let union: FakeAgency;

async function open(): Promise<void> {
  union = fakeAgency();
  stage = await openStage([union], { attemptBudget: { attempts: 3, days: 7 } });
}

afterEach(() => stage.close());

const dispatch = (id: string) => stage.app.system.dispatchEffect(id);

/** The agency fails at these referrals and takes all others. */
function poison(...referralIds: string[]): void {
  union.answer = ({ message }: SentEffect) =>
    referralIds.includes(message.referralId) ? { kind: 'UNKNOWN', fault: 'SERVER_ERROR' } : { kind: 'RECEIVED' };
}

const effectRow = (id: string) => stage.app.database.prisma.effect.findUniqueOrThrow({ where: { id } });

describe('a message that fails while others get through', () => {
  it('becomes a dead letter once its budget is used up, and the case goes on the list', async () => {
    await open();
    const bad = await stage.openMediation();
    poison(bad.referralId);

    for (let round = 0; round < 10; round += 1) {
      await dispatch(bad.effectId);
      await dispatch((await stage.openMediation()).effectId);
      await stage.letTimePass();
    }

    expect(await effectRow(bad.effectId)).toMatchObject({
      status: 'STOPPED',
      stopReason: 'ATTEMPTS_EXHAUSTED',
      lastFault: 'SERVER_ERROR',
      unclear: true,
      countedAttempts: 3,
      attempts: 4,
    });
    expect(await stage.caseState(bad.caseId)).toEqual({
      status: 'NEEDS_ATTENTION',
      attentionReason: 'DELIVERY_STOPPED',
    });
    const event = await stage.app.database.prisma.caseEvent.findFirst({
      where: { caseId: bad.caseId, type: 'effect.stopped' },
    });
    expect(event?.data).toEqual({ kind: 'DISPATCH', fault: 'SERVER_ERROR', reason: 'ATTEMPTS_EXHAUSTED' });
    expect(await stage.app.database.prisma.effect.count({ where: { status: 'DELIVERED' } })).toBe(10);
  });

  it('is not blamed for an agency that answers nobody', async () => {
    await open();
    const effects = [await stage.openMediation(), await stage.openMediation(), await stage.openMediation()];
    union.answer = () => ({ kind: 'RETRY', fault: 'CONNECT' });

    for (let round = 0; round < 12; round += 1) {
      for (const { effectId } of effects) await dispatch(effectId);
      await stage.letTimePass();
      await stage.letProbesPass();
    }

    const { prisma } = stage.app.database;
    expect(await prisma.effect.count({ where: { status: 'PENDING', countedAttempts: 0 } })).toBe(3);
    expect(union.sent.length).toBeGreaterThan(10);
    expect(await stage.caseState(effects[0]?.caseId ?? '')).toMatchObject({ status: 'IN_PROGRESS' });
  });

  it('ends at its age even then', async () => {
    await open();
    const { effectId, caseId } = await stage.openMediation();
    union.answer = () => ({ kind: 'RETRY', fault: 'CONNECT' });
    await dispatch(effectId);
    await stage.letTimePass();
    await stage.app.database.prisma.$executeRaw`UPDATE effect SET first_attempt_at = now() - interval '7 days'`;

    await dispatch(effectId);

    expect(await effectRow(effectId)).toMatchObject({ status: 'STOPPED', stopReason: 'TOO_OLD', unclear: false });
    expect(await stage.caseState(caseId)).toMatchObject({ attentionReason: 'DELIVERY_STOPPED' });
  });

  it('that ends every process which touches it is stopped without another touch', async () => {
    await open();
    const { effectId } = await stage.openMediation();
    for (let crash = 0; crash < 3; crash += 1) {
      await stage.app.dependencies.stores.effects.claim(effectId, 30);
      await stage.letTimePass();
    }

    await dispatch(effectId);

    expect(union.sent).toEqual([]);
    expect(await effectRow(effectId)).toMatchObject({
      status: 'STOPPED',
      stopReason: 'ATTEMPTS_EXHAUSTED',
      unclear: true,
    });
    expect(await stage.attempts(effectId)).toEqual([
      'SEND ABANDONED',
      'RESUME ABANDONED',
      'RESUME ABANDONED',
      'RESUME STOPPED',
    ]);
  });

  it('uses nothing up while we hold it back ourselves', async () => {
    await open();
    const { effectId } = await stage.openMediation();
    for (const fault of ['CIRCUIT_OPEN', 'BULKHEAD_FULL', 'THROTTLED', 'CIRCUIT_OPEN', 'THROTTLED'] as const) {
      union.answer = () => ({ kind: 'RETRY', fault });
      await dispatch(effectId);
      union.answer = () => ({ kind: 'RECEIVED' });
      await dispatch((await stage.openMediation()).effectId);
      await stage.letTimePass();
    }

    expect(await effectRow(effectId)).toMatchObject({ status: 'PENDING', attempts: 5, countedAttempts: 0 });
  });
});
