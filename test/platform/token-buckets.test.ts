import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenBuckets } from '#platform/token-buckets.ts';

const START = Date.UTC(2026, 10, 21);

function bucketsAt(options: { keep?: number } = {}) {
  let now = START;
  const buckets = createTokenBuckets({ periodMs: 60_000, now: () => now, ...options });
  return { ...buckets, wait: (ms: number) => void (now += ms) };
}

describe('a bucket of tokens', () => {
  it('gives until it is empty, and says when it will give again', () => {
    const { take } = bucketsAt();

    expect(take('a', 60, 100)).toEqual({
      taken: true,
      capacity: 100,
      remaining: 40,
      fullAt: new Date(START + 36_000),
      waitMs: 0,
    });
    expect(take('a', 41, 100)).toMatchObject({ taken: false, remaining: 40, waitMs: 600 });
    expect(take('a', 40, 100)).toMatchObject({ taken: true, remaining: 0 });
  });

  it('fills up evenly and never over its brim', () => {
    const { take, wait } = bucketsAt();
    take('a', 100, 100);

    wait(30_000);
    expect(take('a', 0, 100)).toMatchObject({ remaining: 50 });
    wait(3_600_000);
    expect(take('a', 0, 100)).toMatchObject({ remaining: 100, fullAt: new Date(START + 3_630_000) });
  });

  it('gives what it cannot hold when it is full, and is in debt for it', () => {
    const { take, wait } = bucketsAt();

    expect(take('a', 250, 100)).toMatchObject({ taken: true, remaining: 0, fullAt: new Date(START + 150_000) });
    wait(89_000);
    expect(take('a', 1, 100)).toMatchObject({ taken: false, waitMs: 1_600 });
    wait(1_600);
    expect(take('a', 1, 100)).toMatchObject({ taken: true });
  });

  it('is nobody else’s', () => {
    const { take } = bucketsAt();
    take('a', 100, 100);

    expect(take('b', 100, 100)).toMatchObject({ taken: true });
  });

  it('is forgotten when it was not used for longest', () => {
    const { take } = bucketsAt({ keep: 2 });
    for (const key of ['a', 'b', 'a', 'c']) take(key, 50, 100);

    expect(take('a', 0, 100)).toMatchObject({ remaining: 0 });
    expect(take('b', 0, 100)).toMatchObject({ remaining: 100 });
  });

  it('never gives more in any time than it holds and fills up with', () => {
    const step = fc.record({ wait: fc.integer({ min: 0, max: 20_000 }), amount: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { take, wait } = bucketsAt();
        let given = 0;
        let passed = 0;
        for (const { wait: ms, amount } of steps) {
          wait(ms);
          passed += ms;
          if (take('a', amount, 100).taken) given += amount;
          expect(given).toBeLessThanOrEqual(100 + (passed / 60_000) * 100 + 1e-6);
        }
      }),
    );
  });
});
