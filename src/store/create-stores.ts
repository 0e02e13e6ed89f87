import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { Stores } from '#domain/stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { createAgencyHealthStore } from '#store/agency-health-store.ts';
import { createAgencyPauseStore } from '#store/agency-pause-store.ts';
import { createAgencyReplayStore } from '#store/agency-replay-store.ts';
import { createAgencyStore } from '#store/agency-store.ts';
import { createBankReturnStore } from '#store/bank-return-store.ts';
import { type CalendarCache, createCalendarStore } from '#store/calendar-store.ts';
import { createCandidateStore } from '#store/candidate-store.ts';
import { createCaseStore } from '#store/case-store.ts';
import { createCatalogueStore } from '#store/catalogue-store.ts';
import type { Connection } from '#store/database.ts';
import { createDeadLetterStore } from '#store/dead-letter-store.ts';
import { createDeadlineStore } from '#store/deadline-store.ts';
import { createDivisionStore } from '#store/division-store.ts';
import { createEffectStore } from '#store/effect-store.ts';
import { createFeedImportStore } from '#store/feed-import-store.ts';
import type { CopyConnections } from '#store/feeds/copy-connections.ts';
import { createFeedChunkStore } from '#store/feeds/feed-chunk-store.ts';
import { createFeedFileStore } from '#store/feeds/feed-file-store.ts';
import { createFeedTargets } from '#store/feeds/feed-targets.ts';
import { createQuarantineStore } from '#store/feeds/quarantine-store.ts';
import { createHardshipFileStore } from '#store/hardship-file-store.ts';
import { createIdempotencyStore } from '#store/idempotency-store.ts';
import { createInboxStore } from '#store/inbox-store.ts';
import type { KeyMaking } from '#store/keys/data-key-rows.ts';
import { createDataKeyStore } from '#store/keys/data-key-store.ts';
import { createKeyRotationStore } from '#store/keys/key-rotation-store.ts';
import { createSealedColumnStore } from '#store/keys/sealed-column-store.ts';
import { createLeadStore } from '#store/lead-store.ts';
import { createLedgerLineStore } from '#store/ledger-line-store.ts';
import { createAccessLedgerStore } from '#store/ledger/access-ledger-store.ts';
import { createLoopClosureStore } from '#store/loop-closure-store.ts';
import { createMatchReviewStore } from '#store/match-review-store.ts';
import { createMediatorStore } from '#store/mediator-store.ts';
import { createMutualAidStore } from '#store/mutual-aid-store.ts';
import type { NumberSeries } from '#store/number-series.ts';
import { createOperatorActionStore } from '#store/operator-action-store.ts';
import { createPartnerEventStore } from '#store/partner-event-store.ts';
import { createPartnerKeyStore } from '#store/partner-key-store.ts';
import { createPastDecisionStore } from '#store/past-decision-store.ts';
import { createPersonLinkStore } from '#store/person-link-store.ts';
import { createPersonStore } from '#store/person-store.ts';
import { createQuarantinedMessageStore } from '#store/quarantined-message-store.ts';
import { createRecomputationStore } from '#store/recomputation-store.ts';
import { createReconciliationItemStore } from '#store/reconciliation-item-store.ts';
import { createReconciliationStore } from '#store/reconciliation-store.ts';
import { createReferralStore } from '#store/referral-store.ts';
import { createRefusedIntakeStore } from '#store/refused-intake-store.ts';
import { createRehearsalStore } from '#store/rehearsal-store.ts';
import { createSettlementStore } from '#store/settlement-store.ts';
import { createSnapshotStore, type SnapshotThrottle } from '#store/snapshot-store.ts';
import { createVersionStore } from '#store/version-store.ts';
import { createWebhookStore } from '#store/webhook-store.ts';

/** What lives as long as the process and is shared by all stores. */
export interface StoreTools {
  readonly crypto: CryptoProvider;
  readonly keyMaking: KeyMaking;
  readonly catalogueCache: Map<string, ServiceItemVersion>;
  readonly snapshotThrottle: SnapshotThrottle;
  readonly calendarCache: CalendarCache;
  /** For what is written by COPY, in transactions of its own. */
  readonly copyConnections: CopyConnections;
  readonly numbers: NumberSeries;
}

/** The stores over one connection: a transaction, or the client itself outside of one. */
export function createStores(connection: Connection, tools: StoreTools): Stores {
  const catalogue = createCatalogueStore(connection, tools.catalogueCache);
  return {
    cases: createCaseStore(connection, tools.crypto, tools.numbers, catalogue),
    referrals: createReferralStore(connection, tools.crypto),
    effects: createEffectStore(connection, tools.crypto),
    agencyHealth: createAgencyHealthStore(connection),
    agencyPauses: createAgencyPauseStore(connection, tools.crypto),
    agencyReplays: createAgencyReplayStore(connection, tools.crypto),
    deadLetters: createDeadLetterStore(connection, tools.crypto),
    quarantinedMessages: createQuarantinedMessageStore(connection),
    operatorActions: createOperatorActionStore(connection, tools.crypto),
    inbox: createInboxStore(connection, tools.crypto),
    people: createPersonStore(connection, tools.crypto),
    candidates: createCandidateStore(connection, tools.crypto),
    matchReviews: createMatchReviewStore(connection, tools.crypto),
    personLinks: createPersonLinkStore(connection, tools.crypto),
    hardshipFiles: createHardshipFileStore(connection),
    agencies: createAgencyStore(connection),
    catalogue,
    versions: createVersionStore(connection, tools.crypto),
    refusedIntakes: createRefusedIntakeStore(connection, tools.crypto),
    pastDecisions: createPastDecisionStore(connection, tools.crypto),
    rehearsals: createRehearsalStore(connection),
    divisions: createDivisionStore(connection),
    leads: createLeadStore(connection, tools.crypto),
    feedImports: createFeedImportStore(connection, tools.crypto),
    feedFiles: createFeedFileStore(connection),
    feedChunks: createFeedChunkStore(
      tools.copyConnections,
      tools.crypto,
      createFeedTargets(tools.crypto),
      (transaction) => createStores(transaction, tools),
    ),
    quarantine: createQuarantineStore(connection, tools.crypto),
    settlements: createSettlementStore(connection, tools.crypto),
    bankReturns: createBankReturnStore(connection),
    mutualAid: createMutualAidStore(connection),
    idempotency: createIdempotencyStore(connection),
    deadlines: createDeadlineStore(connection),
    calendars: createCalendarStore(connection, tools.calendarCache),
    recomputations: createRecomputationStore(connection),
    snapshots: createSnapshotStore(connection, tools.crypto, tools.snapshotThrottle),
    mediators: createMediatorStore(connection),
    reconciliations: createReconciliationStore(connection),
    ledgerLines: createLedgerLineStore(connection),
    loopClosure: createLoopClosureStore(connection),
    reconciliationItems: createReconciliationItemStore(connection, tools.crypto),
    partnerEvents: createPartnerEventStore(connection),
    webhooks: createWebhookStore(connection, tools.crypto),
    accessLedger: createAccessLedgerStore(connection),
    partnerKeys: createPartnerKeyStore(connection, tools.crypto),
    dataKeys: createDataKeyStore(connection, tools.keyMaking),
    keyRotations: createKeyRotationStore(connection),
    sealedColumns: createSealedColumnStore(connection, tools.crypto),
  };
}
