import { parsed, type ParseResult, refused } from '#domain/parse-result.ts';

/**
 * A day in Asia/Shanghai as YYYY-MM-DD. Legal periods run on these; instants stay UTC. Text order is date order.
 */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

/** 0 is Sunday. */
export type DayOfWeek = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;
/** China has kept UTC+8 without summer time since 1992; the summers of 1986 to 1991 were UTC+9. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

export function parseLocalDate(text: string): ParseResult<LocalDate> {
  const match = FORM.exec(text);
  if (!match) return refused('BAD_FORM');
  const [, year, month, day] = match;
  const date = fromParts(Number(year), Number(month), Number(day));
  return date === undefined ? refused('BAD_DATE') : parsed(date);
}

/** For dates written by us. Throws RangeError. */
export function localDate(text: string): LocalDate {
  const result = parseLocalDate(text);
  if (!result.ok) throw new RangeError(`not a local date: ${text}`);
  return result.value;
}

/** Undefined for a day that does not exist, such as 30 February, and for years outside 1000 to 9999. */
export function fromParts(year: number, month: number, day: number): LocalDate | undefined {
  if (!(year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return undefined;
  return day <= daysInMonth(year, month) ? write(year, month, day) : undefined;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromEpochDay(toEpochDay(date) + days);
}

/**
 * The same day of a later month, or that month's last day where it has no such day: 31 January + 1 month is the last
 * of February (民法典 art. 202).
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = parts(date);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = (index % 12) + 1;
  const result = fromParts(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
  if (result === undefined) throw new RangeError(`beyond the years that can be written: ${date} + ${months} months`);
  return result;
}

export function addYears(date: LocalDate, years: number): LocalDate {
  return addMonths(date, years * 12);
}

/** Negative when `a` is earlier. */
export function compareDates(a: LocalDate, b: LocalDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many days `to` lies after `from`. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

export function dayOfWeek(date: LocalDate): DayOfWeek {
  // 1 January 1970 was a Thursday.
  return ((((toEpochDay(date) + 4) % 7) + 7) % 7) as DayOfWeek;
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** Completed years (周岁). Whoever was born on 29 February completes a common year on 1 March. */
export function ageOn(birthDate: LocalDate, day: LocalDate): number {
  const years = yearOf(day) - yearOf(birthDate);
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/**
 * The day in Shanghai at an instant. Right from 1992 on; in the summers before it may name the day after midnight too
 * late by an hour, which touches no one: birth dates reach us as dates, never as instants.
 */
export function localDateOf(instant: Date): LocalDate {
  return fromEpochDay(Math.floor((instant.getTime() + SHANGHAI_OFFSET_MS) / MS_PER_DAY));
}

/** The instant at which the day begins in Shanghai. */
export function startOfLocalDay(date: LocalDate): Date {
  return new Date(toEpochDay(date) * MS_PER_DAY - SHANGHAI_OFFSET_MS);
}

/** The first instant after the day; whatever happens before it is still in time. */
export function endOfLocalDay(date: LocalDate): Date {
  // Not through the date of the next day: the last day that can be written has none.
  return new Date((toEpochDay(date) + 1) * MS_PER_DAY - SHANGHAI_OFFSET_MS);
}

function parts(date: LocalDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function toEpochDay(date: LocalDate): number {
  const { year, month, day } = parts(date);
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

function fromEpochDay(epochDay: number): LocalDate {
  const date = new Date(epochDay * MS_PER_DAY);
  const result = fromParts(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  if (result === undefined) throw new RangeError('beyond the years that can be written');
  return result;
}

function write(year: number, month: number, day: number): LocalDate {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as LocalDate;
}
