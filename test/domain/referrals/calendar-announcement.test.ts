import { describe, expect, it } from 'vitest';
import { announcementFaults, type CalendarAnnouncement } from '#domain/referrals/calendar-announcement.ts';
import type { CalendarLayer } from '#domain/referrals/calendar.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { announce, daysOf } from '../../support/factories/announcements.ts';

const KNOWN: CalendarLayer = {
  region: 'CN',
  name: { zh: '全国', en: 'the country' },
  divisionPrefixes: [''],
  coveredThrough: localDate('2026-12-31'),
  years: [{ year: 2026, notice: '2026', confidence: 'CONFIRMED', days: daysOf('2026-12-31') }],
};

function faultsOf(announcement: CalendarAnnouncement): readonly string[] {
  const known = announcement.region === KNOWN.region ? KNOWN : undefined;
  return announcementFaults(announcement, known, 2027).map(({ code, at }) => `${code} ${at.join('.')}`);
}

describe('an announcement', () => {
  it('comes into force with days off, on weekends too, and make-up days on weekends', () => {
    expect(faultsOf(announce('CN', ['2026-10-03', '2026-10-05', '+2026-10-10']))).toEqual([]);
  });

  it('may rule on the December before its year, and be the first of that year', () => {
    const next = announce('CN', ['2026-12-30'], { year: 2027, coveredThrough: '2027-12-31' });

    expect(faultsOf(next)).toEqual([]);
  });

  it('may be of a year before: a correction', () => {
    expect(faultsOf(announce('CN', ['2025-10-01'], { year: 2025 }))).toEqual([]);
  });

  it.each([
    ['a day of the year after', ['2027-01-01'], 'CALENDAR_DAY_OUTSIDE_YEAR years.0.days.0.date'],
    ['a November before', ['2025-11-30'], 'CALENDAR_DAY_OUTSIDE_YEAR years.0.days.0.date'],
    ['one day twice', ['2026-05-01', '2026-05-01'], 'CALENDAR_DAY_TWICE years.0.days.1.date'],
    ['a day both off and worked', ['2026-05-02', '+2026-05-02'], 'CALENDAR_DAY_TWICE years.0.days.1.date'],
    ['a made-up Thursday', ['+2026-05-07'], 'CALENDAR_MAKE_UP_ON_WEEKDAY years.0.days.0.date'],
  ])('with %s is refused', (_what, days, fault) => {
    expect(faultsOf(announce('CN', days))).toEqual([fault]);
  });

  it('that rules on a day another year has ruled on is refused', () => {
    const next = announce('CN', ['2026-12-31'], { year: 2027 });

    expect(faultsOf(next)).toEqual(['CALENDAR_DAY_TWICE years.0.days.0.date']);
  });

  it.each([
    ['of a region nobody keeps', announce('CN-XX', []), 'CALENDAR_REGION_UNKNOWN region'],
    [
      'that covers less than before',
      announce('CN', [], { coveredThrough: '2026-12-30' }),
      'CALENDAR_COVERAGE_SHRINKS coveredThrough',
    ],
    [
      'that covers a year nobody announced',
      announce('CN', [], { coveredThrough: '2027-01-01' }),
      'CALENDAR_COVERAGE_TOO_FAR coveredThrough',
    ],
    ['of a year to come', announce('CN', [], { year: 2028 }), 'CALENDAR_YEAR_NOT_ANNOUNCED years.0.year'],
    ['of a year that is none', announce('CN', [], { year: -3 }), 'CALENDAR_YEAR_NOT_ANNOUNCED years.0.year'],
    ['without a notice', announce('CN', [], { notice: ' ' }), 'CALENDAR_NOTICE_INVALID years.0.notice'],
    ['with a notice on two lines', announce('CN', [], { notice: 'a\nb' }), 'CALENDAR_NOTICE_INVALID years.0.notice'],
  ])('%s is refused', (_what, announcement, fault) => {
    expect(faultsOf(announcement)).toEqual([fault]);
  });

  it('is told every fault at once', () => {
    const spoilt = announce('CN', ['2025-01-01', '+2026-05-07'], { coveredThrough: '2020-01-01' });

    expect(faultsOf(spoilt)).toHaveLength(3);
  });
});
