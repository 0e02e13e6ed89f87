import type { Viewer } from '#domain/access/viewer.ts';
import { RequestRefusedError, refuse } from '#domain/errors.ts';
import {
  announcementFaults,
  type AnnouncementFault,
  type CalendarAnnouncement,
} from '#domain/referrals/calendar-announcement.ts';
import type { CalendarYear } from '#domain/referrals/calendar.ts';
import { type LocalDate, localDateOf, yearOf } from '#domain/referrals/local-date.ts';
import type { Stores } from '#domain/stores.ts';
import { type TakenIn, takeInYears } from '#usecases/catalogue/take-in-years.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** The announcement contradicts what is in force, or itself. Holds all faults found; nothing of it is stored. */
export class AnnouncementRefusedError extends Error {
  override readonly name = 'AnnouncementRefusedError';
  readonly faults: readonly AnnouncementFault[];

  constructor(faults: readonly AnnouncementFault[]) {
    super(`announcement refused: ${faults.map(({ code }) => code).join(', ')}`);
    this.faults = faults;
  }
}

export interface ImportCalendarInput extends Omit<CalendarYear, 'version'> {
  readonly idempotencyKey: string;
  readonly region: string;
  readonly coveredThrough: LocalDate;
}

/**
 * Brings one notice into force; a job then recomputes every open clock it holds for. What is in force already changes
 * nothing. Idempotent by its key; throws RequestRefusedError.
 */
export function importCalendar(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: ImportCalendarInput,
): Promise<OnceResult<TakenIn>> {
  const { region, coveredThrough, ...year } = input;
  return once(deps, { viewer, operation: 'importCalendar', idempotencyKey, input }, async (tx) => {
    const [taken] = await importIn(tx, deps, { region, coveredThrough, years: [year] }, viewer.subject).catch(
      (error: unknown) => {
        if (error instanceof AnnouncementRefusedError) throw new RequestRefusedError(error.faults.map(onOneYear));
        throw error;
      },
    );
    return taken ?? refuse('CALENDAR_YEAR_NOT_ANNOUNCED', ['year']);
  });
}

/** The same for several years of a region at once, without a viewer. All of them or none; throws AnnouncementRefusedError. */
export function importAnnouncement(
  deps: UsecaseDependencies,
  announcement: CalendarAnnouncement,
  by: string,
): Promise<readonly TakenIn[]> {
  return deps.unitOfWork.run((tx) => importIn(tx, deps, announcement, by));
}

async function importIn(
  tx: Stores,
  deps: UsecaseDependencies,
  announcement: CalendarAnnouncement,
  by: string,
): Promise<readonly TakenIn[]> {
  await tx.calendars.lockForImport();
  const before = (await tx.calendars.layers()).find(({ region }) => region === announcement.region);
  // A notice comes out in the autumn before its year.
  const faults = announcementFaults(announcement, before, yearOf(localDateOf(deps.clock.now())) + 1);
  if (faults.length > 0 || !before) throw new AnnouncementRefusedError(faults);
  return takeInYears(tx, deps, { ...before, ...announcement }, before, by);
}

/** The input of the mutation is one year: `years.0.days.3.date` of the announcement is its `days.3.date`. */
function onOneYear({ code, at }: AnnouncementFault) {
  return { code, path: at.slice(at[0] === 'years' ? 2 : 0).map(String) };
}
