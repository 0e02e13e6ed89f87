import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestRefusedError } from '#domain/errors.ts';
import type { Stores } from '#domain/stores.ts';
import { once } from '#usecases/once.ts';
import { fakeAgency } from './support/fake-agency.ts';
import { openStage, type Stage, WINDOW } from './support/stage.ts';

describe('an operation with a key', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
  });
  afterAll(() => stage.close());

  const union = fakeAgency().code;
  const cursorOf = (tx: Pick<Stores, 'agencies'>) => tx.agencies.pollCursor(union);
  /** Leaves a trace in a table, so that what was given up can be told from what was done. */
  async function work(tx: Stores): Promise<{ trace: string }> {
    const trace = stage.app.dependencies.ids.next();
    await tx.agencies.movePollCursor(union, trace);
    return { trace };
  }
  const ask = (key: string, input: object = { a: 1 }, doing = work, viewer = WINDOW) =>
    once(stage.app.dependencies, { viewer, operation: 'test', idempotencyKey: key, input }, doing);

  const codesOf = (error: unknown) =>
    error instanceof RequestRefusedError ? error.faults.map(({ code }) => code) : [String(error)];

  it('is done once however many ask at the same moment, and the others get its answer or are told to wait', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => ask('many')));

    const done = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const told = answers.flatMap((each) => (each.status === 'rejected' ? codesOf(each.reason) : []));
    expect(done.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(done.map(({ result }) => result.trace)).size).toBe(1);
    expect(told.every((code) => code === 'IDEMPOTENCY_IN_PROGRESS')).toBe(true);
  });

  it('gives the first answer again, whatever the order of the fields', async () => {
    const first = await ask('again', { a: 1, b: { c: 2, d: 3 } });

    expect(await ask('again', { b: { d: 3, c: 2 }, a: 1 })).toEqual({ ...first, replayed: true });
  });

  it('is refused with other input under the same key', async () => {
    await ask('reused', { a: 1 });

    await expect(ask('reused', { a: 2 }).catch((error: unknown) => codesOf(error))).resolves.toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  it('is done for another caller who happens to use the same key', async () => {
    const mine = await ask('shared');
    const theirs = await ask('shared', { a: 1 }, work, { ...WINDOW, subject: 'test:another' });

    expect(theirs.replayed).toBe(false);
    expect(theirs.result.trace).not.toBe(mine.result.trace);
  });

  it('leaves neither work nor key behind when it fails, so that the same key may be used again', async () => {
    const before = await cursorOf(stage.app.dependencies.stores);
    const failing = async (tx: Stores): Promise<{ trace: string }> => {
      await work(tx);
      throw new Error('in the middle');
    };

    await expect(ask('failed', { a: 1 }, failing)).rejects.toThrow('in the middle');
    const after = await cursorOf(stage.app.dependencies.stores);

    expect(after).toBe(before);
    expect((await ask('failed')).replayed).toBe(false);
  });
});
