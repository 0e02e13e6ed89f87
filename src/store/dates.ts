import { type LocalDate, localDate } from '#domain/referrals/local-date.ts';

/** A `date` column comes as midnight UTC of that day. */
export function toLocalDate(value: Date): LocalDate {
  return localDate(value.toISOString().slice(0, 10));
}

export function fromLocalDate(value: LocalDate): Date {
  return new Date(`${value}T00:00:00Z`);
}
