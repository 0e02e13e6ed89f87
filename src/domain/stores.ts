import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import type { Agency } from '#domain/agencies/agency.ts';
import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { Case, CaseStatus, Consent, FrozenFacts, IntakeForm } from '#domain/cases/case.ts';
import type { CatalogueVersion } from '#domain/catalogue/catalogue-version.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';
import type { OfficePlace } from '#domain/catalogue/office-index.ts';
import type { PastCase, PastDecision } from '#domain/catalogue/past-decision.ts';
import type { Rehearsal, RehearsalStage } from '#domain/catalogue/rehearsal.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { DeliveryStores } from '#domain/delivery-stores.ts';
import type { MediationOrgKind } from '#domain/disputes/mediation-org-kinds.ts';
import type { MediationCounts } from '#domain/disputes/mediation-statistics.ts';
import type { MediationRoom, Mediator } from '#domain/disputes/mediator.ts';
import type { Reason, Suggestion } from '#domain/errors.ts';
import type { BankReturnStore } from '#domain/feeds/bank-return.ts';
import type { FeedChunkStore, FeedFileStore, QuarantineStore } from '#domain/feeds/feed-stores.ts';
import type { FeedImport, Lead, LeadStatus } from '#domain/feeds/lead.ts';
import type { MedicalSettlement, SettlementResult, SettlementStatus } from '#domain/feeds/medical-settlement.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { PartnerEventStore, WebhookStore } from '#domain/partners/partner-stores.ts';
import type { LoopClosureStore } from '#domain/reconciliation/loop-closure.ts';
import type {
  LedgerLineStore,
  ReconciliationItemStore,
  ReconciliationStore,
} from '#domain/reconciliation/reconciliation-stores.ts';
import type { BudgetSpent } from '#domain/referrals/attempt-budget.ts';
import type { CalendarImport } from '#domain/referrals/calendar-import.ts';
import type { CalendarLayer, CalendarYear, WorkingCalendar } from '#domain/referrals/calendar.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { Effect, Referral, ReferralStatus } from '#domain/referrals/referral.ts';
import type { BankCardNumber } from '#domain/registry/bank-card.ts';
import type { HardshipFileMove } from '#domain/registry/file-household.ts';
import type { HardshipFile } from '#domain/registry/hardship-file.ts';
import type { CandidateStore, MatchReviewStore, PersonLinkStore } from '#domain/registry/match-stores.ts';
import type { Membership } from '#domain/registry/membership.ts';
import type { MutualAidEnrolment } from '#domain/registry/mutual-aid-enrolment.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Phone } from '#domain/registry/phone.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

// What is kept, as the rules and use cases see it; implemented by store/ over Postgres.

/** All or nothing. Retried by the implementation when two writers collide, so `work` must have no effect outside `tx`. */
export interface UnitOfWork {
  run<Result>(work: (tx: Stores) => Promise<Result>): Promise<Result>;
}

export interface Stores extends DeliveryStores {
  readonly cases: CaseStore;
  readonly referrals: ReferralStore;
  readonly effects: EffectStore;
  readonly inbox: InboxStore;
  readonly people: PersonStore;
  readonly candidates: CandidateStore;
  readonly matchReviews: MatchReviewStore;
  readonly personLinks: PersonLinkStore;
  readonly hardshipFiles: HardshipFileStore;
  readonly agencies: AgencyStore;
  readonly catalogue: CatalogueStore;
  readonly versions: VersionStore;
  readonly refusedIntakes: RefusedIntakeStore;
  readonly pastDecisions: PastDecisionStore;
  readonly rehearsals: RehearsalStore;
  readonly divisions: DivisionStore;
  readonly leads: LeadStore;
  readonly feedImports: FeedImportStore;
  readonly feedFiles: FeedFileStore;
  readonly feedChunks: FeedChunkStore<Stores>;
  readonly quarantine: QuarantineStore;
  readonly settlements: SettlementStore;
  readonly bankReturns: BankReturnStore;
  readonly mutualAid: MutualAidStore;
  readonly idempotency: IdempotencyStore;
  readonly deadlines: DeadlineStore;
  readonly calendars: CalendarStore;
  readonly recomputations: RecomputationStore;
  readonly snapshots: SnapshotStore;
  readonly mediators: MediatorStore;
  readonly reconciliations: ReconciliationStore;
  readonly ledgerLines: LedgerLineStore;
  readonly reconciliationItems: ReconciliationItemStore;
  readonly loopClosure: LoopClosureStore;
  readonly partnerEvents: PartnerEventStore;
  readonly webhooks: WebhookStore;
}

export interface CaseStore {
  insert(draft: CaseDraft, consents: readonly Consent[]): Promise<void>;
  /** Locks the case with its effects until the transaction ends. */
  loadDraft(caseId: string): Promise<CaseDraft | undefined>;
  loadDraftOfReferral(referralId: string): Promise<CaseDraft | undefined>;
  /** As it is at one moment, without a lock; not to be saved. */
  readDraft(caseId: string): Promise<CaseDraft | undefined>;
  /** Writes what was replaced in the draft since it was loaded. */
  saveDraft(draft: CaseDraft): Promise<void>;
  find(scope: RowScope, id: string): Promise<Case | undefined>;
  findByAcceptanceNo(scope: RowScope, acceptanceNo: string): Promise<Case | undefined>;
  findOpenDuplicate(personId: string, serviceItemCode: string): Promise<string | undefined>;
  list(scope: RowScope, filter: CaseListFilter, page: PageRequest): Promise<Page<Case>>;
  /** Outside the transaction: a number may be skipped, never given twice. */
  nextAcceptanceNumber(divisionCode: string, year: number): Promise<number>;
}

export interface CaseListFilter {
  readonly status?: readonly CaseStatus[] | undefined;
  readonly serviceItemCode?: readonly string[] | undefined;
  readonly applicantId?: string | undefined;
}

export interface ReferralStore {
  find(scope: RowScope, id: string): Promise<Referral | undefined>;
  list(
    scope: RowScope,
    filter: { readonly status?: readonly ReferralStatus[] | undefined },
    page: PageRequest,
  ): Promise<Page<Referral>>;
}

export interface EffectStore {
  /**
   * Claims the next attempt (fence): only one holder at a time, and only when the referral's earlier effects are done.
   * Undefined when there is nothing to claim, which is normal: jobs are hints.
   */
  claim(effectId: string, leaseSeconds: number): Promise<ClaimedEffect | undefined>;
  /**
   * Writes the end of the attempt with this fence. False, and nothing written, when somebody has claimed the effect
   * since. Call inside the transaction that writes what follows from it.
   */
  finishAttempt(effectId: string, fence: number, end: AttemptEnd): Promise<boolean>;
  /**
   * Effects that should be tried now and have not been handed to the queue lately; marks them as handed over. At most
   * `limit` for each agency, so that one with a long backlog takes no other's turn, and one probe for one that is down.
   */
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; agencyCode: AgencyCode }[]>;
  /** How many effects wait out a back-off for want of an answer of the agency. */
  countHeldUp(code: AgencyCode): Promise<number>;
  /**
   * Calls forward up to `limit` effects of an agency that would be tried later than `withinSeconds` from now for want of
   * its answer, spread evenly over that time. Answers how many they were. What the agency itself asked to have later
   * (429) stays where it is.
   */
  hasten(code: AgencyCode, withinSeconds: number, limit: number): Promise<number>;
  /** For each agency that is down and has nothing due: makes the next effect in line due, as a probe. */
  pullProbes(): Promise<number>;
}

export interface ClaimedEffect {
  readonly effect: Effect;
  readonly fence: number;
  readonly caseId: string;
}

export interface AttemptEnd {
  readonly outcome: string;
  readonly fault?: string | undefined;
  /** Set when the effect stays open: when to try next, and whether the agency may have recorded it. */
  readonly retry?: { readonly inSeconds: number; readonly unclear: boolean; readonly spent: BudgetSpent } | undefined;
}

export interface InboxStore {
  /** SAME when the message is there already with the same bytes, CONFLICT when with other bytes. */
  store(message: NewInboundMessage): Promise<'STORED' | 'SAME' | 'CONFLICT'>;
  /** Locks a stored message that is not applied yet. */
  take(id: string): Promise<InboundMessage | undefined>;
  finish(id: string, end: InboundEnd): Promise<void>;
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; agencyCode: AgencyCode }[]>;
}

export interface NewInboundMessage {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly messageId: string;
  readonly via: 'WEBHOOK' | 'POLL';
  readonly body: Uint8Array;
  readonly receivedAt: Date;
}

export interface InboundMessage extends NewInboundMessage {
  readonly attempts: number;
}

/** APPLIED changed something · SUPERSEDED late or repeated, harmless · QUARANTINED unreadable or not theirs. */
export interface InboundEnd {
  readonly status: 'APPLIED' | 'SUPERSEDED' | 'QUARANTINED';
  readonly reason?: string | undefined;
  readonly referralId?: string | undefined;
  readonly at: Date;
}

export interface PersonStore {
  find(scope: RowScope, id: string): Promise<Person | undefined>;
  findByResidentId(residentId: ResidentId): Promise<Person | undefined>;
  findMany(ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /** Answers who is in the register in the end: another writer may have entered the same number first. */
  insertOrFind(person: Person, at: Date): Promise<Person>;
  updatePhone(id: string, phone: Phone, at: Date): Promise<void>;
  /** Whole: for what is paid to it, and for nobody's screen. Undefined where none is known. */
  bankCard(id: string): Promise<BankCardNumber | undefined>;
  list(scope: RowScope, page: PageRequest): Promise<Page<Person>>;
  isMember(id: string): Promise<boolean>;
  /** Newest first. */
  memberships(id: string): Promise<readonly Membership[]>;
  /** That of the household the person heads. */
  hardshipFile(id: string): Promise<HardshipFile | undefined>;
}

export interface HardshipFileStore {
  /** Locks the person until the transaction ends, so that a household never gets a second file. */
  takeOfPerson(personId: string): Promise<HardshipFile | undefined>;
  /** Writes a new file, or the next version of one that was taken, with what led to it. */
  save(
    file: HardshipFile,
    moves: readonly HardshipFileMove[],
    from: { caseId: string; actor: string; at: Date },
  ): Promise<void>;
  /** Whoever numbers files of the same place waits until the transaction ends. */
  nextFileNumber(divisionCode: string, year: number): Promise<number>;
  /** Finished cases of an item that ended with the outcome and have not been carried into the register, oldest first. */
  casesToFile(serviceItemCode: string, outcome: string, limit: number): Promise<readonly string[]>;
  isCarried(caseId: string): Promise<boolean>;
  markCarried(caseId: string, end: { readonly fileId: string } | { readonly refusal: string }, at: Date): Promise<void>;
}

export interface AgencyStore {
  list(): Promise<readonly Agency[]>;
  find(code: string): Promise<Agency | undefined>;
  offices(roles: readonly AgencyRole[], divisions: readonly string[]): Promise<readonly AgencyOffice[]>;
  pollCursor(code: AgencyCode): Promise<string | undefined>;
  movePollCursor(code: AgencyCode, cursor: string): Promise<void>;
}

export interface CatalogueStore {
  inForce(): Promise<readonly ServiceItemVersion[]>;
  findInForce(code: string): Promise<ServiceItemVersion | undefined>;
  /** One that is or was in force; a draft is nobody's but its authors'. */
  find(id: string): Promise<ServiceItemVersion | undefined>;
}

/** The life of versions, drafts among them. */
export interface VersionStore {
  /** Newest first. */
  list(code: string): Promise<readonly CatalogueVersion[]>;
  find(id: string): Promise<CatalogueVersion | undefined>;
  /** As `list`; serialises all who change versions of that item, until the transaction ends. */
  take(code: string): Promise<readonly CatalogueVersion[]>;
  insert(version: CatalogueVersion): Promise<void>;
  /** Writes status and dates; nothing else of a version ever changes. */
  save(version: CatalogueVersion): Promise<void>;
}

export interface RefusedIntakeStore {
  /** Does nothing when the same request was refused under the same version before. */
  keep(intake: RefusedIntake): Promise<void>;
}

/**
 * An intake that was refused as not eligible, kept for rehearsals alone. How long it may be kept is not ruled yet, and
 * nothing deletes it.
 */
export interface RefusedIntake {
  readonly id: string;
  readonly serviceItemCode: string;
  readonly serviceItemVersionId: string;
  /** Absent for someone who was not in the register. */
  readonly personId?: string | undefined;
  /** Keyed digest of who asked for what. */
  readonly requestDigest: string;
  readonly divisionCode: string;
  readonly workplaceDivision?: string | undefined;
  readonly form: IntakeForm;
  readonly facts: FrozenFacts;
  readonly reasons: readonly Reason[];
  readonly confirmedPassports: readonly string[];
  readonly refusedAt: Date;
  readonly refusedBy: string;
}

/** What was decided on an item, for rehearsals: read in order of id, a page at a time, up to a moment. */
export interface PastDecisionStore {
  count(stage: RehearsalStage, question: PastQuestion): Promise<number>;
  cases(question: PastQuestion, page: PastPage): Promise<readonly PastCase[]>;
  /** Without those whose applicant was accepted with the same item after all. */
  refusedIntakes(question: PastQuestion, page: PastPage): Promise<readonly PastDecision[]>;
  offices(): Promise<readonly OfficePlace[]>;
}

export interface PastQuestion {
  readonly serviceItemCode: string;
  readonly until: Date;
}

export interface PastPage {
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface RehearsalStore {
  insert(rehearsal: Rehearsal): Promise<void>;
  find(id: string): Promise<Rehearsal | undefined>;
  /** Newest first. */
  list(versionId: string): Promise<readonly Rehearsal[]>;
  /** Takes the next turn (fence), unless it is over or another worker is at it. */
  claim(
    id: string,
    leaseSeconds: number,
  ): Promise<{ readonly rehearsal: Rehearsal; readonly fence: number } | undefined>;
  /** Keeps progress and partial sums together and holds on to the turn; false when somebody else has it by now. */
  keepProgress(progress: Rehearsal, fence: number, leaseSeconds: number): Promise<boolean>;
  /** Ends the turn: the next may begin at once. */
  release(id: string, fence: number): Promise<void>;
  /** False when somebody else has the turn by now. */
  finish(rehearsal: Rehearsal, fence: number): Promise<boolean>;
  /** Runs that nobody works on and that were not handed to the queue lately; marks them as handed over. */
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; turn: number }[]>;
}

export interface DivisionStore {
  /** The division itself, then its parents up to the top; empty when unknown or abolished. */
  withAncestors(code: string): Promise<readonly string[]>;
  names(codes: readonly string[]): Promise<ReadonlyMap<string, Bilingual>>;
  /** What a code that is not in use stands near to: the successor of an abolished division, or its neighbours. */
  insteadOf(code: string): Promise<{ readonly abolished: boolean; readonly places: readonly Suggestion[] }>;
}

export interface LeadStore {
  /** Answers the lead's id, which is an earlier one when the record is there already. */
  upsert(lead: Lead, inboundId: string, at: Date): Promise<string>;
  /** Locks it until the transaction ends. */
  take(id: string): Promise<Lead | undefined>;
  find(id: string): Promise<Lead | undefined>;
  setStatus(id: string, status: LeadStatus, by: string, at: Date): Promise<void>;
  list(status: readonly LeadStatus[] | undefined, page: PageRequest): Promise<Page<Lead>>;
}

export interface FeedImportStore {
  insert(feedImport: FeedImport, inboundId: string, quarantined: readonly NewQuarantinedRow[]): Promise<void>;
  list(page: PageRequest): Promise<Page<FeedImport>>;
}

export interface NewQuarantinedRow {
  readonly id: string;
  readonly rowNumber: number;
  readonly field: string;
  readonly reason: string;
  readonly raw: string;
}

export interface SettlementStore {
  /** Serialises all that is said about one visit until the transaction ends. */
  lockVisit(agencyCode: AgencyCode, visitId: string): Promise<void>;
  find(agencyCode: AgencyCode, settlementId: string): Promise<MedicalSettlement | undefined>;
  ofVisit(agencyCode: AgencyCode, visitId: string): Promise<readonly MedicalSettlement[]>;
  /** Visits of which these rows of a file have said something that nobody has acted on yet. */
  unfollowedVisits(
    feedFileId: string,
    rows: { readonly first: number; readonly last: number },
  ): Promise<readonly string[]>;
  /** Keeps a new one, or what has changed of one that is there. */
  save(settlement: MedicalSettlement): Promise<void>;
  /** Those of the people in scope; where the scope is a division, also those that belong to nobody known. */
  list(scope: RowScope, filter: SettlementListFilter, page: PageRequest): Promise<Page<MedicalSettlement>>;
}

export interface SettlementListFilter {
  readonly status?: readonly SettlementStatus[] | undefined;
  readonly result?: readonly SettlementResult[] | undefined;
}

export interface MutualAidStore {
  enrolmentsOf(personId: string): Promise<readonly MutualAidEnrolment[]>;
}

export interface IdempotencyStore {
  /** Serialises equal keys; false when another request with this key is under way. */
  tryLock(scope: string, operation: string, key: string): Promise<boolean>;
  find(scope: string, operation: string, key: string): Promise<{ requestHash: string; result: unknown } | undefined>;
  insert(scope: string, operation: string, key: string, requestHash: string, result: unknown, at: Date): Promise<void>;
}

export interface SnapshotStore {
  readMany<Subject extends LookUpSubject>(
    agencyCode: AgencyCode,
    subject: Subject,
    personIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly asOf: Date; readonly answer: LookUpAnswers[Subject] }>>;
  /** Keeps the last known answers. May skip rows it wrote a moment ago; never fails the caller's read. */
  saveMany<Subject extends LookUpSubject>(
    agencyCode: AgencyCode,
    subject: Subject,
    answers: ReadonlyMap<string, LookUpAnswers[Subject]>,
    asOf: Date,
  ): Promise<void>;
}

export interface MediatorStore {
  find(id: string): Promise<Mediator | undefined>;
  listOfOffice(officeId: string): Promise<readonly Mediator[]>;
  /** Of a division and those below it. */
  rooms(divisionCode: string, kind: MediationOrgKind | undefined): Promise<readonly MediationRoom[]>;
  /** Mediations accepted from the first day to the last, both counted. */
  countMediations(divisionCode: string, from: LocalDate, to: LocalDate): Promise<MediationCounts>;
}

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
