import type { Page, PageRequest } from '#domain/page.ts';
import type { CalendarImport } from '#domain/referrals/calendar-import.ts';
import type { CalendarLayer, CalendarYear, WorkingCalendar } from '#domain/referrals/calendar.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

export interface DeadlineStore {
  /** Running clocks that are due, oldest first. */
  due(now: Date, limit: number): Promise<readonly { id: string; caseId: string }[]>;
  /** Running and paused clocks of cases in divisions that begin with one of these. */
  countOpen(divisionPrefixes: readonly string[]): Promise<number>;
}

export interface CalendarStore {
  /**
   * The working-day calendar of a division, as it is in force. Inside a transaction it stays in force until the end of
   * it: an import waits, so whatever was counted is committed before the calendar changes.
   */
  calendarOf(divisionCode: string): Promise<WorkingCalendar>;
  /** Everything in force, widest region first. */
  layers(): Promise<readonly CalendarLayer[]>;
  /** Waits until nobody counts any more; until the end of this transaction nobody else counts or imports. */
  lockForImport(): Promise<void>;
  /** Every year of the region that was ever in force, in the order of import. */
  history(region: string): Promise<readonly { id: string; year: number; digest: string; inForce: boolean }[]>;
  putRegion(region: Omit<CalendarLayer, 'years'>): Promise<void>;
  /** Brings the year into force in place of an earlier import of it. Hold the lock for import. */
  insert(entry: NewCalendarYear): Promise<void>;
  find(id: string): Promise<CalendarImport | undefined>;
  list(page: PageRequest): Promise<Page<CalendarImport>>;
}

export interface NewCalendarYear extends Omit<CalendarYear, 'version'> {
  readonly id: string;
  readonly region: string;
  readonly coveredThrough: LocalDate;
  readonly digest: string;
  readonly importedAt: Date;
  readonly importedBy: string;
  /** Whose clocks it moves: the region's divisions, and those that belonged to it until now. */
  readonly divisionPrefixes: readonly string[];
  readonly openClocks: number;
}

/** The recomputation that follows an import: case by case, with its place kept in the database. */
export interface RecomputationStore {
  /** The newest unfinished run of a region, for this long at first; undefined when there is nothing to do. */
  claim(leaseSeconds: number): Promise<Recomputation | undefined>;
  /** The next cases with open clocks where it holds, after `caseId` in the order of ids. */
  casesAfter(run: Recomputation, caseId: string | undefined, limit: number): Promise<readonly string[]>;
  /**
   * Counts a case as done, in the transaction that does it, and keeps the run for this long again. False when somebody
   * else has claimed the run since: that transaction must not commit.
   */
  advance(
    run: Recomputation,
    caseId: string,
    done: { readonly clocks: number; readonly moved: number; readonly failed: number },
    leaseSeconds: number,
  ): Promise<boolean>;
  /** Lets somebody else go on at once. */
  release(run: Recomputation): Promise<void>;
  /**
   * The end of a pass. A run without failures is finished, and with it every older one of its region, since clocks are
   * always counted on what is in force; else another pass begins after `retrySeconds`.
   */
  endPass(run: Recomputation, at: Date, retrySeconds: number): Promise<'FINISHED' | 'AGAIN'>;
}

export interface Recomputation {
  readonly id: string;
  readonly region: string;
  readonly version: number;
  readonly divisionPrefixes: readonly string[];
  /** Number of this claim; only the newest may write. */
  readonly fence: number;
  /** The last case that is done; undefined at the beginning of a pass. */
  readonly lastCaseId: string | undefined;
}
