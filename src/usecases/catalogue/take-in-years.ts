import type { CalendarLayer, CalendarYear } from '#domain/referrals/calendar.ts';
import type { Stores } from '#domain/stores.ts';
import { yearDigest } from '#usecases/catalogue/year-digest.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface TakenIn {
  readonly year: number;
  /** The import that is in force for the year now. */
  readonly importId: string;
  readonly changed: boolean;
  /** Open clocks that will be recomputed; 0 when nothing changed. */
  readonly openClocks: number;
}

/**
 * Brings checked years of a region into force; hold the lock for import. What is in force already is left alone. Where
 * only the region itself changes (its coverage, its divisions), a year comes into force anew, so that every process
 * notices and the clocks are recomputed.
 */
export async function takeInYears(
  tx: Stores,
  deps: UsecaseDependencies,
  layer: CalendarLayer,
  before: CalendarLayer | undefined,
  importedBy: string,
): Promise<readonly TakenIn[]> {
  const { years, ...region } = layer;
  const inForce = (await tx.calendars.history(region.region)).filter((past) => past.inForce);
  const same = years.map((year) =>
    inForce.find((past) => past.year === year.year && past.digest === yearDigest(deps, region.region, year)),
  );
  const regionChanges = !before || saysOther(layer, before);
  const anew = regionChanges && same.every(Boolean) ? (years.at(-1) ?? before?.years.at(-1)) : undefined;
  if (same.every(Boolean) && !anew) return years.map(({ year }, index) => unchanged(year, same[index]?.id ?? ''));

  const divisionPrefixes = [...new Set([...region.divisionPrefixes, ...(before?.divisionPrefixes ?? [])])];
  const openClocks = await tx.deadlines.countOpen(divisionPrefixes);
  await tx.calendars.putRegion(region);
  const insert = async (year: CalendarYear): Promise<TakenIn> => {
    const id = deps.ids.next();
    await tx.calendars.insert({
      ...year,
      id,
      region: region.region,
      coveredThrough: region.coveredThrough,
      digest: yearDigest(deps, region.region, year),
      importedAt: deps.clock.now(),
      importedBy,
      divisionPrefixes,
      openClocks,
    });
    return { year: year.year, importId: id, changed: true, openClocks };
  };
  const taken: TakenIn[] = [];
  for (const [index, year] of years.entries()) {
    const id = same[index]?.id;
    taken.push(id !== undefined && year !== anew ? unchanged(year.year, id) : await insert(year));
  }
  if (anew && years.length === 0) taken.push(await insert(anew));
  return taken;
}

function unchanged(year: number, importId: string): TakenIn {
  return { year, importId, changed: false, openClocks: 0 };
}

function saysOther(region: CalendarLayer, before: CalendarLayer): boolean {
  const said = ({ name, divisionPrefixes, coveredThrough }: CalendarLayer): string =>
    JSON.stringify([name.zh, name.en, divisionPrefixes, coveredThrough]);
  return said(region) !== said(before);
}
