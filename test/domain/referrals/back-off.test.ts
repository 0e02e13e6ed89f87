import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffSeconds } from '#domain/referrals/back-off.ts';

const SIX_HOURS = 6 * 60 * 60;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait after a failed attempt', () => {
  it('is a whole number of seconds, at least one and at most six hours, however often it failed', () => {
    fc.assert(
      fc.property(fc.nat(100_000), random, (attempts, chance) => {
        const seconds = backOffSeconds(attempts, chance);

        expect(Number.isSafeInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(SIX_HOURS);
      }),
      { seed: 4 },
    );
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [5, 16],
    [10, 512],
    [20, SIX_HOURS / 2],
  ])('after %i attempts is %i seconds in the middle of its range', (attempts, seconds) => {
    expect(backOffSeconds(attempts, 0.5)).toBe(seconds);
  });

  it('is spread over the whole range, so that nobody comes back together', () => {
    expect([0, 0.25, 0.5, 0.75].map((chance) => backOffSeconds(9, chance))).toEqual([1, 128, 256, 384]);
  });

  it('has the ceiling grow with every attempt until it is at six hours', () => {
    const ceilings = Array.from({ length: 20 }, (_, index) => backOffSeconds(index + 1, 1 - 1e-9));

    expect(ceilings).toEqual(ceilings.toSorted((a, b) => a - b));
    expect(ceilings.at(-1)).toBe(SIX_HOURS);
  });
});
