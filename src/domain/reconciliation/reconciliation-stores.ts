import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import type { LedgerLine, LedgerPage, LedgerTotals } from '#domain/agencies/agency-ledger.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { KnownEffect } from '#domain/reconciliation/compare-ledgers.ts';
import type {
  Difference,
  ItemOwner,
  ItemResolution,
  ItemState,
  ReconciliationItem,
} from '#domain/reconciliation/difference.ts';
import type { LedgerSummary, OurLine } from '#domain/reconciliation/our-line.ts';
import type { Reconciliation } from '#domain/reconciliation/reconciliation.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

export interface NewReconciliation {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly day: LocalDate;
  readonly night?: LocalDate | undefined;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** A run that this process works on; what it writes counts only while nobody has claimed the run since. */
export interface ClaimedReconciliation {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly day: LocalDate;
  readonly fence: number;
  readonly attempts: number;
  readonly cursor: string | undefined;
  readonly linesRead: number;
  readonly readToTheEnd: boolean;
}

export interface ReconciliationStore {
  /** Leaves out what is planned already, and a day of which another run is due. Answers how many were new. */
  plan(runs: readonly NewReconciliation[]): Promise<number>;
  /** The run that is due for that agency and day, made due now, or the new one. */
  request(run: NewReconciliation): Promise<string>;
  /** The last night that was planned, and the last day. */
  lastPlanned(agencyCode: AgencyCode): Promise<{ readonly night?: LocalDate; readonly day?: LocalDate }>;
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; turn: number }[]>;
  claim(id: string, leaseSeconds: number): Promise<ClaimedReconciliation | undefined>;
  /** Keeps the lease; false when somebody else has the run by now. Inside a transaction nobody gets it until the end. */
  hold(run: ClaimedReconciliation, leaseSeconds: number): Promise<boolean>;
  /** Lines and cursor together, in the caller's transaction; hold the run first. */
  keepPage(run: ClaimedReconciliation, page: LedgerPage): Promise<void>;
  /** Forgets what was read of theirs. */
  forgetPages(run: ClaimedReconciliation): Promise<void>;
  /** Still due: tried again after so many seconds. */
  postpone(run: ClaimedReconciliation, fault: AgencyFaultClass, inSeconds: number): Promise<void>;
  /** Writes the end and throws the lines away; hold the run first. */
  finish(run: ClaimedReconciliation, result: ReconciliationResult, at: Date): Promise<void>;
  find(id: string): Promise<Reconciliation | undefined>;
  /** Newest first. */
  list(filter: ReconciliationFilter, page: PageRequest): Promise<Page<Reconciliation>>;
}

export interface ReconciliationFilter {
  readonly agencyCode?: AgencyCode | undefined;
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}

export interface ReconciliationResult {
  readonly ours: LedgerSummary;
  readonly theirs: LedgerSummary;
  readonly elsewhere: number;
  readonly underWay: number;
  readonly differences: number;
}

export type LedgerSide = 'OURS' | 'THEIRS';

/** Both sides of a run that is being compared, sorted by key. */
export interface LedgerLineStore {
  /** Puts down what we hold to be delivered on that day, as of now; what was delivered since reading began is left out. */
  putDownOurs(run: ClaimedReconciliation): Promise<void>;
  summarise(run: ClaimedReconciliation, side: LedgerSide): Promise<LedgerSummary & LedgerTotals>;
  ours(run: ClaimedReconciliation): AsyncIterable<OurLine>;
  theirs(run: ClaimedReconciliation): AsyncIterable<LedgerLine>;
  /** Other days on which the agency may have what stands alone; empty when nothing does. At most ten. */
  otherDays(run: ClaimedReconciliation): Promise<readonly LocalDate[]>;
  forgetNearby(run: ClaimedReconciliation): Promise<void>;
  /** Of another day's lines, those whose keys the run has. */
  keepNearby(run: ClaimedReconciliation, lines: readonly LedgerLine[]): Promise<void>;
  nearby(run: ClaimedReconciliation, keys: readonly string[]): Promise<ReadonlyMap<string, readonly LedgerLine[]>>;
  /** Effects of ours at that agency, whatever became of them. */
  effects(agencyCode: AgencyCode, keys: readonly string[]): Promise<ReadonlyMap<string, KnownEffect>>;
}

export interface ReconciliationItemStore {
  /**
   * Opens items, or marks them as seen again. One that a person called right stays as it is; one that was said to be put
   * right and is not is open again.
   */
  record(run: ClaimedReconciliation, differences: readonly NewItem[], at: Date): Promise<void>;
  /** Closes the items of the run's day that it has not seen. */
  closeGone(run: ClaimedReconciliation, at: Date): Promise<number>;
  /** Those of one day, for whoever runs the installation. */
  openOfDay(agencyCode: AgencyCode, day: LocalDate, limit: number): Promise<readonly ReconciliationItem[]>;
  /** Days since then with open items. */
  openDays(agencyCode: AgencyCode, since: LocalDate): Promise<readonly LocalDate[]>;
  find(scope: RowScope, id: string): Promise<ReconciliationItem | undefined>;
  /** Locks it until the transaction ends. */
  take(scope: RowScope, id: string): Promise<ReconciliationItem | undefined>;
  resolve(id: string, end: { resolution: ItemResolution; by: string; note: string; at: Date }): Promise<void>;
  /** Oldest first. Where the scope is a division, also those that belong to no referral of ours. */
  list(scope: RowScope, filter: ItemFilter, page: PageRequest): Promise<Page<ReconciliationItem>>;
}

export interface NewItem extends Difference {
  readonly id: string;
  readonly owner: ItemOwner;
}

export interface ItemFilter {
  readonly state?: readonly ItemState[] | undefined;
  readonly agencyCode?: AgencyCode | undefined;
  readonly owner?: readonly ItemOwner[] | undefined;
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
}
