import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { WorkingCalendar } from '#domain/referrals/calendar.ts';
import type { Stores, UnitOfWork } from '#domain/stores.ts';

/** Everything the use cases need from outside, implemented by store, connectors, jobs and platform, wired in app. */
export interface UsecaseDependencies {
  readonly stores: Stores;
  readonly unitOfWork: UnitOfWork;
  readonly connectors: ReadonlyMap<AgencyCode, AgencyConnector>;
  readonly calendars: Calendars;
  readonly clock: { now(): Date };
  readonly ids: { next(): string };
  /** `keyed` for anything personal, so that the hash cannot be searched for; `plain` for public texts. Both hex. */
  readonly digest: { keyed(text: string): string; plain(text: string): string };
  readonly log: UsecaseLog;
  /** Production refuses demo identities. */
  readonly production: boolean;
  /** How long one call to an agency may take in all. */
  readonly agencyCallMs: number;
}

export interface UsecaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Calendars {
  /** The working-day calendar of a division: its region's overlay over the national one. */
  calendarOf(divisionCode: string): WorkingCalendar;
}
