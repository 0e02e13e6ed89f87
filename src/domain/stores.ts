import type { LedgerStore } from '#domain/access/ledger-stores.ts';
import type { AgencyStore, InboxStore } from '#domain/agencies/agency-stores.ts';
import type { CaseStore, EffectStore, ReferralStore } from '#domain/cases/case-stores.ts';
import type {
  CatalogueStore,
  PastDecisionStore,
  RefusedIntakeStore,
  RehearsalStore,
  VersionStore,
} from '#domain/catalogue/catalogue-stores.ts';
import type { DeliveryStores } from '#domain/delivery-stores.ts';
import type { BankReturnStore } from '#domain/feeds/bank-return.ts';
import type { FeedChunkStore, FeedFileStore, QuarantineStore } from '#domain/feeds/feed-stores.ts';
import type { FeedImportStore, LeadStore, SettlementStore } from '#domain/feeds/pushed-stores.ts';
import type { DataKeyStore, KeyRotationStore, SealedColumnStore } from '#domain/keys/key-stores.ts';
import type { PartnerKeyStore } from '#domain/partners/partner-key-stores.ts';
import type { PartnerEventStore, WebhookStore } from '#domain/partners/partner-stores.ts';
import type { LoopClosureStore } from '#domain/reconciliation/loop-closure.ts';
import type {
  LedgerLineStore,
  ReconciliationItemStore,
  ReconciliationStore,
} from '#domain/reconciliation/reconciliation-stores.ts';
import type { CalendarStore, DeadlineStore, RecomputationStore } from '#domain/referrals/clock-stores.ts';
import type { CandidateStore, MatchReviewStore, PersonLinkStore } from '#domain/registry/match-stores.ts';
import type {
  DivisionStore,
  HardshipFileStore,
  MediatorStore,
  MutualAidStore,
  PersonStore,
  SnapshotStore,
} from '#domain/registry/registry-stores.ts';

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
  readonly accessLedger: LedgerStore;
  readonly partnerKeys: PartnerKeyStore;
  readonly dataKeys: DataKeyStore;
  readonly keyRotations: KeyRotationStore;
  readonly sealedColumns: SealedColumnStore;
}

export interface IdempotencyStore {
  /** Serialises equal keys; false when another request with this key is under way. */
  tryLock(scope: string, operation: string, key: string): Promise<boolean>;
  find(scope: string, operation: string, key: string): Promise<{ requestHash: string; result: unknown } | undefined>;
  insert(scope: string, operation: string, key: string, requestHash: string, result: unknown, at: Date): Promise<void>;
}
