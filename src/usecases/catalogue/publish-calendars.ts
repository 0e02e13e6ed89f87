import { announcementFaults } from '#domain/referrals/calendar-announcement.ts';
import type { CalendarLayer } from '#domain/referrals/calendar.ts';
import type { Stores } from '#domain/stores.ts';
import { AnnouncementRefusedError } from '#usecases/catalogue/import-calendar.ts';
import { type TakenIn, takeInYears } from '#usecases/catalogue/take-in-years.ts';
import { yearDigest } from '#usecases/catalogue/year-digest.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Brings the years that came with this release into force; answers how many. A year whose content was ever in force is
 * old news: what was imported or corrected since stays, and the coverage never shrinks, however often this or an older
 * release starts. Throws AnnouncementRefusedError where a new year contradicts what is in force.
 */
export async function publishCalendars(deps: UsecaseDependencies, layers: readonly CalendarLayer[]): Promise<number> {
  let published = 0;
  for (const layer of layers) {
    const taken = await deps.unitOfWork.run((tx) => publishLayer(tx, deps, layer));
    published += taken.filter(({ changed }) => changed).length;
  }
  return published;
}

async function publishLayer(tx: Stores, deps: UsecaseDependencies, file: CalendarLayer): Promise<readonly TakenIn[]> {
  await tx.calendars.lockForImport();
  const before = (await tx.calendars.layers()).find(({ region }) => region === file.region);
  const seen = new Set((await tx.calendars.history(file.region)).map(({ digest }) => digest));
  const coveredThrough =
    before && before.coveredThrough > file.coveredThrough ? before.coveredThrough : file.coveredThrough;
  const news: CalendarLayer = {
    ...file,
    coveredThrough,
    years: file.years.filter((year) => !seen.has(yearDigest(deps, file.region, year))),
  };
  // Whatever year it is of, a release was made after its notices.
  const faults = announcementFaults(news, before ?? { ...file, years: [] }, Infinity);
  if (faults.length > 0) throw new AnnouncementRefusedError(faults);
  return takeInYears(tx, deps, news, before, 'catalogue');
}
