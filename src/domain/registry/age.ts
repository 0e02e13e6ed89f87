import type { LocalDate } from '#domain/referrals/local-date.ts';

/** Full years on a day (周岁): one more begins on the birthday itself. */
export function ageOn(birthDate: LocalDate, day: LocalDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
