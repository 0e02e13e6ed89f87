import { describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import { coversDay, type MutualAidStatus } from '#domain/registry/mutual-aid-enrolment.ts';

describe('a period of mutual aid', () => {
  it.each<[MutualAidStatus, string, boolean]>([
    ['IN_FORCE', '2026-01-01', true],
    ['IN_FORCE', '2026-12-31', true],
    ['IN_FORCE', '2025-12-31', false],
    ['IN_FORCE', '2027-01-01', false],
    ['EXPIRED', '2026-06-30', true],
    ['EXPIRED', '2027-01-01', false],
    ['SUBMITTED', '2026-06-30', false],
    ['UNDERWRITING', '2026-06-30', false],
    ['REJECTED', '2026-06-30', false],
  ])('that is %s covers %s: %s', (status, day, covered) => {
    const [periodFrom, periodTo] = [localDate('2026-01-01'), localDate('2026-12-31')];

    expect(coversDay({ id: 'e', personId: 'p', plan: '互助', periodFrom, periodTo, status }, localDate(day))).toBe(
      covered,
    );
  });
});
