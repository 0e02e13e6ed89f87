import { describe, expect, it } from 'vitest';
import { mediationStatistics, percentage } from '#domain/disputes/mediation-statistics.ts';

describe('a percentage', () => {
  it.each([
    [292, 417, '70.02'],
    [5643, 6436, '87.68'],
    [1, 3, '33.33'],
    [2, 3, '66.67'],
    [1, 8, '12.50'],
    // Half up: 0.125 % and 0.005 %.
    [1, 800, '0.13'],
    [1, 20_000, '0.01'],
    [1, 20_001, '0.00'],
    [0, 5, '0.00'],
    [5, 5, '100.00'],
  ])('%i of %i is %s', (part, whole, expected) => {
    expect(percentage(part, whole)).toBe(expected);
  });

  it('of nothing is none', () => {
    expect(percentage(0, 0)).toBeUndefined();
  });
});

describe('the success rate', () => {
  it('divides by what is concluded, and by what was accepted beside it', () => {
    expect(mediationStatistics({ accepted: 500, concluded: 417, succeeded: 292 })).toMatchObject({
      pending: 83,
      successRate: '70.02',
      successRateOfAccepted: '58.40',
      confidence: 'UNCONFIRMED',
    });
  });

  it('of two places together is not the average of theirs', () => {
    const one = { accepted: 10, concluded: 10, succeeded: 9 };
    const other = { accepted: 100, concluded: 100, succeeded: 50 };
    const both = { accepted: 110, concluded: 110, succeeded: 59 };

    expect(mediationStatistics(one).successRate).toBe('90.00');
    expect(mediationStatistics(other).successRate).toBe('50.00');
    expect(mediationStatistics(both).successRate).toBe('53.64');
  });

  it('is none while nothing is concluded', () => {
    expect(mediationStatistics({ accepted: 3, concluded: 0, succeeded: 0 })).toMatchObject({
      pending: 3,
      successRate: undefined,
      successRateOfAccepted: '0.00',
    });
  });
});
