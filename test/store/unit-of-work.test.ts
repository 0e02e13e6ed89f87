import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record } from '#domain/cases/case-draft.ts';
import type { Stores } from '#domain/stores.ts';
import { StaleRowError } from '#store/stale-row-error.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage([fakeAgency()]);
});
afterAll(() => stage.close());

async function addLine(tx: Stores, caseId: string, type: string): Promise<void> {
  const draft = await tx.cases.loadDraft(caseId);
  if (!draft) throw new RangeError('no case');
  const { ids, clock } = stage.app.dependencies;
  record(
    draft,
    { type },
    { now: clock.now(), calendar: await tx.calendars.calendarOf('990101'), newId: () => ids.next(), actor: 'test' },
  );
  await tx.cases.saveDraft(draft);
}

const events = async (caseId: string) =>
  stage.app.database.prisma.caseEvent.findMany({ where: { caseId }, orderBy: { sequence: 'asc' } });

describe('many writers of one case', () => {
  it('lose no event and number them without a gap, from several processes at once', async () => {
    const { caseId } = await stage.openMediation();
    const before = await events(caseId);
    const other = await stage.secondApp();

    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 ? stage.app : other).dependencies.unitOfWork.run((tx) => addLine(tx, caseId, `line-${index}`)),
      ),
    );

    const after = await events(caseId);
    expect(after.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: before.length + 30 }, (_, index) => index + 1),
    );
    expect(new Set(after.slice(before.length).map(({ type }) => type)).size).toBe(30);
  });

  it('do not stop the case with an event of one that failed: the number is given to the next', async () => {
    const { caseId } = await stage.openMediation();
    const before = await events(caseId);
    const { unitOfWork } = stage.app.dependencies;

    await expect(
      unitOfWork.run(async (tx) => {
        await addLine(tx, caseId, 'failed');
        throw new Error('after the work');
      }),
    ).rejects.toThrow('after the work');
    await unitOfWork.run((tx) => addLine(tx, caseId, 'next'));

    const after = await events(caseId);
    expect(after.slice(before.length).map(({ sequence, type }) => [sequence, type])).toEqual([
      [before.length + 1, 'next'],
    ]);
  });
});

describe('two writers that collide', () => {
  it('are tried again when one finds the row at another version', async () => {
    const { caseId } = await stage.openMediation();
    let tries = 0;

    await stage.app.dependencies.unitOfWork.run(async (tx) => {
      tries += 1;
      await addLine(tx, caseId, 'collided');
      if (tries === 1) throw new StaleRowError('case', caseId);
    });

    expect(tries).toBe(2);
    expect((await events(caseId)).filter(({ type }) => type === 'collided')).toHaveLength(1);
  });

  it('give up after five tries instead of going on for ever', async () => {
    let tries = 0;

    const work = stage.app.dependencies.unitOfWork.run(async () => {
      tries += 1;
      throw new StaleRowError('case', 'any');
    });

    await expect(work).rejects.toBeInstanceOf(StaleRowError);
    expect(tries).toBe(5);
  });

  it('refuse a draft whose referral somebody changed behind the lock', async () => {
    const { caseId, referralId } = await stage.openMediation();
    let tries = 0;

    const work = stage.app.dependencies.unitOfWork.run(async (tx) => {
      tries += 1;
      const draft = await tx.cases.loadDraft(caseId);
      if (!draft) throw new RangeError('no case');
      draft.referrals = draft.referrals.map((referral) => ({
        ...referral,
        version: referral.version - 1,
        id: referralId,
      }));
      // A draft that was loaded before somebody else's change: the row is at another version by now.
      await stage.app.database.prisma
        .$executeRaw`UPDATE referral SET version = version + 1 WHERE id = ${referralId}::uuid`;
      await tx.cases.saveDraft(draft);
    });

    await expect(work).rejects.toBeInstanceOf(StaleRowError);
    expect(tries).toBe(5);
    expect(await stage.referralState(referralId)).toMatchObject({ status: 'DRAFTED' });
  });

  it('come through a deadlock: the database gives up one of them, and that one is tried again', async () => {
    const [a, b] = [await stage.openMediation(), await stage.openMediation()];
    const met = barrier(2);
    let tries = 0;
    const both = (first: string, second: string) =>
      stage.app.dependencies.unitOfWork.run(async (tx) => {
        tries += 1;
        await addLine(tx, first, 'crossed');
        if (tries <= 2) await met();
        await addLine(tx, second, 'crossed');
      });

    await Promise.all([both(a.caseId, b.caseId), both(b.caseId, a.caseId)]);

    expect(tries).toBeGreaterThan(2);
    for (const { caseId } of [a, b])
      expect((await events(caseId)).filter(({ type }) => type === 'crossed')).toHaveLength(2);
  });
});

/** Lets go once `count` have arrived. */
function barrier(count: number): () => Promise<void> {
  const all = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived === count) all.resolve();
    return all.promise;
  };
}
