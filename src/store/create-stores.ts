import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { Stores } from '#domain/stores.ts';
import type { PrismaClient } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { createAgencyStore } from '#store/agency-store.ts';
import { createCaseStore } from '#store/case-store.ts';
import { createCatalogueStore } from '#store/catalogue-store.ts';
import type { Connection } from '#store/database.ts';
import { createDeadlineStore } from '#store/deadline-store.ts';
import { createDivisionStore } from '#store/division-store.ts';
import { createEffectStore } from '#store/effect-store.ts';
import { createFeedImportStore } from '#store/feed-import-store.ts';
import { createIdempotencyStore } from '#store/idempotency-store.ts';
import { createInboxStore } from '#store/inbox-store.ts';
import { createLeadStore } from '#store/lead-store.ts';
import { createPersonStore } from '#store/person-store.ts';
import { createReferralStore } from '#store/referral-store.ts';
import { createSnapshotStore, type SnapshotThrottle } from '#store/snapshot-store.ts';

/** What lives as long as the process and is shared by all stores. */
export interface StoreTools {
  readonly crypto: CryptoProvider;
  readonly catalogueCache: Map<string, ServiceItemVersion>;
  readonly snapshotThrottle: SnapshotThrottle;
}

/** The stores over one connection: a transaction, or `root` itself outside of one. */
export function createStores(connection: Connection, root: PrismaClient, tools: StoreTools): Stores {
  const catalogue = createCatalogueStore(connection, tools.catalogueCache);
  return {
    cases: createCaseStore(connection, root, tools.crypto, catalogue),
    referrals: createReferralStore(connection),
    effects: createEffectStore(connection, tools.crypto),
    inbox: createInboxStore(connection, tools.crypto),
    people: createPersonStore(connection, tools.crypto),
    agencies: createAgencyStore(connection),
    catalogue,
    divisions: createDivisionStore(connection),
    leads: createLeadStore(connection, tools.crypto),
    feedImports: createFeedImportStore(connection, tools.crypto),
    idempotency: createIdempotencyStore(connection),
    deadlines: createDeadlineStore(connection),
    snapshots: createSnapshotStore(connection, tools.crypto, tools.snapshotThrottle),
  };
}
