import type { CalendarAnnouncement } from '#domain/referrals/calendar-announcement.ts';
import type { CalendarDay } from '#domain/referrals/calendar.ts';
import { localDate } from '#domain/referrals/local-date.ts';

/** `2026-03-03` is off, `+2026-03-07` is worked. */
export function daysOf(...days: readonly string[]): readonly CalendarDay[] {
  return days.map((day) => ({
    date: localDate(day.replace('+', '')),
    kind: day.startsWith('+') ? 'MAKE_UP' : 'OFF',
    festival: { zh: '某节', en: 'Some Festival' },
  }));
}

/** One year of a region that rules on these days and no others. */
export function announce(
  region: string,
  days: readonly string[],
  { year = 2026, notice = `${region} 通知`, coveredThrough = '2026-12-31' } = {},
): CalendarAnnouncement {
  return {
    region,
    coveredThrough: localDate(coveredThrough),
    years: [{ year, notice, confidence: 'CONFIRMED', days: daysOf(...days) }],
  };
}
