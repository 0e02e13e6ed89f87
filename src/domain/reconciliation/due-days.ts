import { addDays, type LocalDate, localDateOf } from '#domain/referrals/local-date.ts';

/** 02:30 in Beijing: agencies have closed their day and nobody works. */
const NIGHT_BEGINS_MS = 2.5 * 3_600_000;
/** Answers may be late; a day is looked at on this many nights. */
const NIGHTS_A_DAY = 3;
/** How far a machine that slept, or an item that stays open, reaches back. */
export const FURTHEST_DAYS = 31;

/** The day on which the last night begun by then began. */
export function nightOf(now: Date): LocalDate {
  return localDateOf(new Date(now.getTime() - NIGHT_BEGINS_MS));
}

/**
 * The days that are due in a night, oldest first: the last three, those since `lastDay` that a machine which was off has
 * missed, and those that still have open items.
 */
export function dueDays(
  night: LocalDate,
  lastDay: LocalDate | undefined,
  withOpenItems: readonly LocalDate[],
): readonly LocalDate[] {
  const furthest = addDays(night, -FURTHEST_DAYS);
  const usual = addDays(night, -NIGHTS_A_DAY);
  const missed = lastDay === undefined ? usual : addDays(lastDay, 1);
  const first = latest(furthest, missed < usual ? missed : usual);
  const days = new Set<LocalDate>();
  for (let day = first; day < night; day = addDays(day, 1)) days.add(day);
  for (const day of withOpenItems) if (day >= furthest && day < night) days.add(day);
  return [...days].toSorted();
}

function latest(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}
