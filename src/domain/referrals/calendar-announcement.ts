import type { CalendarLayer, CalendarYear } from '#domain/referrals/calendar.ts';
import { dayOfWeek, type LocalDate, parseLocalDate, yearOf } from '#domain/referrals/local-date.ts';
import type { UserErrorCode } from '#domain/user-errors.ts';

/** One or more years of one region, as a notice (or a file of notices) brings them. */
export interface CalendarAnnouncement {
  readonly region: string;
  readonly years: readonly CalendarYear[];
  readonly coveredThrough: LocalDate;
}

export interface AnnouncementFault {
  readonly code: UserErrorCode;
  /** Path into the announcement: `['years', 0, 'days', 3, 'date']`. */
  readonly at: readonly (string | number)[];
}

/**
 * Everything for which an announcement cannot come into force beside what is in force for its region, which is
 * undefined where the region is not known. `lastYear` is the latest year that can have been announced by now.
 */
export function announcementFaults(
  announcement: CalendarAnnouncement,
  known: CalendarLayer | undefined,
  lastYear: number,
): readonly AnnouncementFault[] {
  return [
    ...coverageFaults(announcement, known),
    ...announcement.years.flatMap(({ year }, index) => yearFaults(year, lastYear, ['years', index, 'year'])),
    ...dayFaults(announcement, known),
  ];
}

/** Whether an announcement for that year may rule on that day: those of the year, and of the December before it. */
export function belongsToYear(year: number, date: LocalDate): boolean {
  return yearOf(date) === year || (yearOf(date) === year - 1 && date.slice(5, 7) === '12');
}

export function isWeekend(date: LocalDate): boolean {
  return [0, 6].includes(dayOfWeek(date));
}

function coverageFaults(
  { coveredThrough, years }: CalendarAnnouncement,
  known: CalendarLayer | undefined,
): AnnouncementFault[] {
  if (!known) return [{ code: 'CALENDAR_REGION_UNKNOWN', at: ['region'] }];
  const lastKnown = Math.max(...[...known.years, ...years].map(({ year }) => year));
  if (coveredThrough < known.coveredThrough) return [{ code: 'CALENDAR_COVERAGE_SHRINKS', at: ['coveredThrough'] }];
  if (yearOf(coveredThrough) > lastKnown) return [{ code: 'CALENDAR_COVERAGE_TOO_FAR', at: ['coveredThrough'] }];
  return [];
}

function yearFaults(year: number, lastYear: number, at: AnnouncementFault['at']): readonly AnnouncementFault[] {
  const exists = parseLocalDate(`${year}-12-31`).ok;
  return exists && year <= lastYear ? [] : [{ code: 'CALENDAR_YEAR_NOT_ANNOUNCED', at }];
}

const MAX_TEXT = 200;

/** Stands in explanations and timelines: some words on one line. */
function isPlainText(text: string): boolean {
  const length = text.trim().length;
  return length > 0 && length <= MAX_TEXT && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function dayFaults(announcement: CalendarAnnouncement, known: CalendarLayer | undefined): AnnouncementFault[] {
  const replaced = new Set(announcement.years.map(({ year }) => year));
  const others = known?.years.filter(({ year }) => !replaced.has(year)) ?? [];
  const ruled = new Set(others.flatMap(({ days }) => days.map(({ date }) => date)));
  const faults: AnnouncementFault[] = [];
  announcement.years.forEach(({ year, notice, days }, yearIndex) => {
    if (!isPlainText(notice)) faults.push({ code: 'CALENDAR_NOTICE_INVALID', at: ['years', yearIndex, 'notice'] });
    days.forEach(({ date, kind, festival }, index) => {
      const at = ['years', yearIndex, 'days', index, 'date'];
      if (!belongsToYear(year, date)) faults.push({ code: 'CALENDAR_DAY_OUTSIDE_YEAR', at });
      if (ruled.has(date)) faults.push({ code: 'CALENDAR_DAY_TWICE', at });
      if (kind === 'MAKE_UP' && !isWeekend(date)) faults.push({ code: 'CALENDAR_MAKE_UP_ON_WEEKDAY', at });
      if (!isPlainText(festival.zh) || !isPlainText(festival.en))
        faults.push({ code: 'CALENDAR_NOTICE_INVALID', at: ['years', yearIndex, 'days', index, 'festival'] });
      ruled.add(date);
    });
  });
  return faults;
}
