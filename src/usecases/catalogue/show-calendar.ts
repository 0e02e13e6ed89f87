import { RequestRefusedError, type UserFault } from '#domain/errors.ts';
import type { CalendarRuling } from '#domain/referrals/calendar.ts';
import { addDays, daysBetween, type LocalDate } from '#domain/referrals/local-date.ts';
import { isWorkingDay, type WorkingDayAnswer } from '#domain/referrals/working-day.ts';
import { parseDivisionCode } from '#domain/registry/division-code.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface CalendarQuestion {
  readonly divisionCode: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export interface ShownCalendar {
  readonly regions: readonly string[];
  readonly coveredThrough: LocalDate;
  readonly days: readonly ShownDay[];
}

export interface ShownDay extends WorkingDayAnswer {
  readonly date: LocalDate;
  /** Undefined where the day of the week decides. */
  readonly ruling: CalendarRuling | undefined;
}

const MOST_DAYS = 366;

/** The calendar that clocks of a division are counted on, day by day. Throws RequestRefusedError. */
export async function showCalendar(
  { stores }: UsecaseDependencies,
  { divisionCode, from, to }: CalendarQuestion,
): Promise<ShownCalendar> {
  const faults: UserFault[] = [];
  const length = daysBetween(from, to) + 1;
  if (length < 1 || length > MOST_DAYS) faults.push({ code: 'RANGE_INVALID', path: ['to'] });
  const division = parseDivisionCode(divisionCode);
  if (!division.ok) faults.push({ code: 'DIVISION_INVALID', path: ['divisionCode'] });
  else if ((await stores.divisions.withAncestors(division.value)).length === 0)
    faults.push({ code: 'DIVISION_UNKNOWN', path: ['divisionCode'] });
  if (faults.length > 0) throw new RequestRefusedError(faults);

  const calendar = await stores.calendars.calendarOf(divisionCode);
  return {
    regions: calendar.regions,
    coveredThrough: calendar.coveredThrough,
    days: Array.from({ length }, (_, index) => {
      const date = addDays(from, index);
      return { date, ...isWorkingDay(date, calendar), ruling: calendar.rulingOn(date) };
    }),
  };
}
