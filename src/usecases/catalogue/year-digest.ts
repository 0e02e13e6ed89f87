import type { CalendarDay, CalendarYear } from '#domain/referrals/calendar.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Over what the notice says, in whatever order its days were written. */
export function yearDigest(
  { digest }: UsecaseDependencies,
  region: string,
  { year, notice, confidence, days }: CalendarYear,
): string {
  const written = days.toSorted((a, b) => (a.date < b.date ? -1 : 1)).map(dayLine);
  return digest.plain(JSON.stringify([region, year, notice, confidence, written]));
}

function dayLine({ date, kind, festival }: CalendarDay): readonly string[] {
  return [date, kind, festival.zh, festival.en];
}
