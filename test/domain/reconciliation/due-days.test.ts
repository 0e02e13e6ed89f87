import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueDays, nightOf } from '#domain/reconciliation/due-days.ts';
import { addDays, localDate } from '#domain/referrals/local-date.ts';

const NIGHT = localDate('2026-11-21');

describe('the night that has begun', () => {
  it.each([
    ['a second before half past two in Beijing', '2026-11-20T18:29:59Z', '2026-11-20'],
    ['at half past two', '2026-11-20T18:30:00Z', '2026-11-21'],
    ['through the day', '2026-11-21T08:00:00Z', '2026-11-21'],
    ['until the next', '2026-11-21T18:29:59Z', '2026-11-21'],
  ])('%s', (_when, now, night) => {
    expect(nightOf(new Date(now))).toBe(night);
  });

  it('comes each day at the same time, in months that had summer time elsewhere and once had it here', () => {
    expect(nightOf(new Date('2026-07-01T18:30:00Z'))).toBe('2026-07-02');
    expect(nightOf(new Date('2026-07-01T17:30:00Z'))).toBe('2026-07-01');
  });
});

describe('the days that are due', () => {
  it('are the last three', () => {
    expect(dueDays(NIGHT, localDate('2026-11-19'), [])).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
    expect(dueDays(NIGHT, undefined, [])).toEqual(['2026-11-18', '2026-11-19', '2026-11-20']);
  });

  it('are also those that a machine which was off has missed', () => {
    expect(dueDays(NIGHT, localDate('2026-11-14'), [])).toEqual(
      ['15', '16', '17', '18', '19', '20'].map((day) => `2026-11-${day}`),
    );
  });

  it('are also those that have open items, oldest first', () => {
    expect(dueDays(NIGHT, localDate('2026-11-19'), [localDate('2026-11-01'), localDate('2026-11-19')])).toEqual([
      '2026-11-01',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
    ]);
  });

  it('are never today, never in the future and never more than a month ago, whatever was done before', () => {
    const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(NIGHT, days));

    fc.assert(
      fc.property(fc.option(day, { nil: undefined }), fc.array(day), (last, open) => {
        const days = dueDays(NIGHT, last, open);
        expect(days.length).toBeGreaterThanOrEqual(3);
        expect(days).toEqual([...new Set(days)].toSorted());
        expect(days.every((each) => each < NIGHT && each >= addDays(NIGHT, -31))).toBe(true);
      }),
    );
  });
});
