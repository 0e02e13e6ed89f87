import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { LookUpAnswers, LookUpSubject } from '#domain/agencies/agency-connector.ts';
import type { Agency } from '#domain/agencies/agency.ts';
import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { Case, CaseStatus, Consent } from '#domain/cases/case.ts';
import type { AgencyOffice } from '#domain/catalogue/routing.ts';
import type { ServiceItem, ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { FeedImport, Lead, LeadStatus, QuarantinedRow } from '#domain/feeds/lead.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { Effect, Referral, ReferralStatus } from '#domain/referrals/referral.ts';
import type { Person } from '#domain/registry/person.ts';
import type { Phone } from '#domain/registry/phone.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

// What is kept, as the rules and use cases see it; implemented by store/ over Postgres.

/** All or nothing. Retried by the implementation when two writers collide, so `work` must have no effect outside `tx`. */
export interface UnitOfWork {
  run<Result>(work: (tx: Stores) => Promise<Result>): Promise<Result>;
}

export interface Stores {
  readonly cases: CaseStore;
  readonly referrals: ReferralStore;
  readonly effects: EffectStore;
  readonly inbox: InboxStore;
  readonly people: PersonStore;
  readonly agencies: AgencyStore;
  readonly catalogue: CatalogueStore;
  readonly divisions: DivisionStore;
  readonly leads: LeadStore;
  readonly feedImports: FeedImportStore;
  readonly idempotency: IdempotencyStore;
  readonly deadlines: DeadlineStore;
  readonly snapshots: SnapshotStore;
}

export interface CaseStore {
  insert(draft: CaseDraft, consents: readonly Consent[]): Promise<void>;
  /** Locks the case with its effects until the transaction ends. */
  loadDraft(caseId: string): Promise<CaseDraft | undefined>;
  loadDraftOfReferral(referralId: string): Promise<CaseDraft | undefined>;
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
  /** Whether nobody has claimed the effect since. Call inside the transaction that writes. */
  holdsFence(effectId: string, fence: number): Promise<boolean>;
  finishAttempt(effectId: string, fence: number, end: AttemptEnd): Promise<void>;
  /** Effects that should be tried now and have not been handed to the queue lately; marks them as handed over. */
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; agencyCode: AgencyCode }[]>;
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
  readonly retry?: { readonly inSeconds: number; readonly unclear: boolean } | undefined;
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
  list(scope: RowScope, page: PageRequest): Promise<Page<Person>>;
  isMember(id: string): Promise<boolean>;
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
  find(id: string): Promise<ServiceItemVersion | undefined>;
  /** Publishes a changed definition as the next version; does nothing when the digest is the one in force. */
  publish(item: ServiceItem, digest: string, id: string, at: Date): Promise<'PUBLISHED' | 'UNCHANGED'>;
}

export interface DivisionStore {
  /** The division itself, then its parents up to the top; empty when unknown. */
  withAncestors(code: string): Promise<readonly string[]>;
}

export interface LeadStore {
  upsert(lead: Lead, inboundId: string, at: Date): Promise<void>;
  /** Locks it until the transaction ends. */
  take(id: string): Promise<Lead | undefined>;
  find(id: string): Promise<Lead | undefined>;
  setStatus(id: string, status: LeadStatus, by: string, at: Date): Promise<void>;
  list(status: readonly LeadStatus[] | undefined, page: PageRequest): Promise<Page<Lead>>;
}

export interface FeedImportStore {
  insert(
    feedImport: FeedImport,
    inboundId: string,
    quarantined: readonly (QuarantinedRow & { readonly raw: string })[],
  ): Promise<void>;
  list(page: PageRequest): Promise<Page<FeedImport>>;
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

export interface DeadlineStore {
  /** Running clocks that are due, oldest first. */
  due(now: Date, limit: number): Promise<readonly { id: string; caseId: string }[]>;
}
