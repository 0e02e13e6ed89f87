import { describe, expect, it } from 'vitest';
import { type HardshipPolicy, hardshipPoliciesOn, hardshipPolicyFor } from '#domain/catalogue/policy-table.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

function row(divisionPrefix: string, from: string, until?: string): HardshipPolicy {
  return {
    divisionPrefix,
    effectiveFrom: localDate(from),
    effectiveUntil: until === undefined ? undefined : localDate(until),
    dibaoMonthly: '880.00' as Yuan,
    source: `${divisionPrefix} ${from}`,
    confidence: 'UNCONFIRMED',
  };
}

const table = {
  hardship: [
    row('9901', '2024-01-01'),
    row('9901', '2026-01-01'),
    row('990102', '2025-07-01', '2025-12-31'),
    row('99', '2020-01-01'),
    row('98', '2020-01-01'),
  ],
};

describe('the row that decides', () => {
  it.each([
    ['990101', '2025-12-31', '9901 2024-01-01'],
    ['990101', '2026-01-01', '9901 2026-01-01'],
    ['990101', '2023-12-31', '99 2020-01-01'],
    ['990101002', '2026-03-02', '9901 2026-01-01'],
    ['990102', '2025-06-30', '9901 2024-01-01'],
    ['990102', '2025-07-01', '990102 2025-07-01'],
    ['990102', '2025-12-31', '990102 2025-07-01'],
    ['990102', '2026-01-01', '9901 2026-01-01'],
    ['990200', '2026-03-02', '99 2020-01-01'],
  ])('in %s on %s is that of the narrowest place in force, then the latest: %s', (division, day, source) => {
    expect(hardshipPolicyFor(table, division, localDate(day))?.source).toBe(source);
  });

  it.each([
    ['990101', '2019-12-31'],
    ['450103', '2026-03-02'],
    ['9', '2026-03-02'],
  ])('in %s on %s is none', (division, day) => {
    expect(hardshipPolicyFor(table, division, localDate(day))).toBeUndefined();
  });

  it('is marked among all rows that speak of the place', () => {
    const rows = hardshipPoliciesOn(table, '990102', localDate('2026-03-02'));

    expect(rows.map(({ source, decides }) => `${source} ${decides}`)).toEqual([
      '990102 2025-07-01 false',
      '9901 2026-01-01 true',
      '9901 2024-01-01 false',
      '99 2020-01-01 false',
    ]);
  });
});
