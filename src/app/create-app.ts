import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { type LedgerSettings, openAccessLedger, type OpenedLedger } from '#app/access-ledger/open-access-ledger.ts';
import { CATALOGUE_FOLDER } from '#app/catalogue-folder.ts';
import { type ChangeFeed, createChangeFeed } from '#app/change-feed.ts';
import { createFeedPorts, type FeedSettings } from '#app/feed-ports.ts';
import { type KeyOptions, type Keys, openKeys } from '#app/keys/open-keys.ts';
import type { Secrets } from '#app/secrets.ts';
import { createWebhookLine, WEBHOOK_DEFAULTS, type WebhookSettings } from '#app/webhook-line.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { PolicyTable } from '#domain/catalogue/policy-table.ts';
import { type AttemptBudget, USUAL_BUDGET } from '#domain/referrals/attempt-budget.ts';
import type { Clock } from '#platform/clock.ts';
import { newCheckedSecret } from '#platform/crypto/checked-secret.ts';
import { keyedDigest } from '#platform/crypto/keyed-digest.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { Logger } from '#platform/logger.ts';
import { readDefinition } from '#store/catalogue/read-catalogue.ts';
import { readClockRules } from '#store/catalogue/read-clocks.ts';
import { readPolicies } from '#store/catalogue/read-policies.ts';
import { createStores, type StoreTools } from '#store/create-stores.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { openCopyConnections } from '#store/feeds/copy-connections.ts';
import { openNumberSeries } from '#store/number-series.ts';
import { createSnapshotThrottle } from '#store/snapshot-store.ts';
import { createUnitOfWork } from '#store/unit-of-work.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { shareLookUps } from '#usecases/registry/index.ts';
import { createSystemUsecases, type SystemUsecases } from '#usecases/system-usecases.ts';

export interface AppOptions {
  readonly databaseUrl: string;
  readonly secrets: Secrets;
  readonly connectors: ReadonlyMap<AgencyCode, AgencyConnector>;
  readonly clock: (database: Database) => Clock | Promise<Clock>;
  readonly log: Logger;
  readonly production: boolean;
  readonly agencyCallMs: number;
  /** Absent: eight attempts that count, seven days. */
  readonly attemptBudget?: AttemptBudget | undefined;
  /** Instead of the local figures of the catalogue. */
  readonly policies?: PolicyTable | undefined;
  /** Without them no folder is looked through; files that are handed in are kept in a folder of the system's. */
  readonly feeds?: FeedSettings | undefined;
  /** Outgoing webhooks; the defaults call nobody inside. */
  readonly webhooks?: WebhookSettings | undefined;
  /** Absent: anchors of the access ledger are kept in their table alone. */
  readonly ledger?: LedgerSettings | undefined;
  /** By default they are kept and read again every five seconds. */
  readonly keys?: Partial<Pick<KeyOptions, 'duty' | 'refreshEveryMs'>> | undefined;
  readonly maxConnections?: number;
  readonly onQuery?: () => void;
}

/** The house without doors: what both the gateway and the worker are made of. */
export interface App {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly tools: StoreTools;
  readonly keys: Keys;
  readonly dependencies: UsecaseDependencies;
  readonly system: SystemUsecases;
  readonly changes: ChangeFeed;
  readonly ledger: OpenedLedger;
  readonly log: Logger;
  /** Hangs up on partners who take their time, so that a process that stops need not wait for them. */
  hangUp(): void;
  close(): Promise<void>;
}

/** One file of each feed at a time, and a correction beside them. */
export const COPY_CONNECTIONS = 3;
/** A new key seals thirty seconds after it was made, and each process is told; whoever missed that looks in time. */
const USUAL_KEYS = { duty: 'KEEP', refreshEveryMs: 5_000 } as const;
const NO_FOLDERS: FeedSettings = {
  archive: path.join(os.tmpdir(), 'onedoor-feed-archive'),
  maxBytes: 4 * 2 ** 30,
  sftp: new Map(),
};

/** Wires everything by hand, once; tests call it with a fixed clock. */
export async function createApp(options: AppOptions): Promise<App> {
  const { log, secrets, connectors } = options;
  const onConnectionError = (error: unknown): void =>
    log.warn({ err: error }, 'database connection lost; the pool opens another');
  const { onQuery } = options;
  const database = openDatabase(options.databaseUrl, options.maxConnections ?? 10, onConnectionError, { onQuery });
  const keys = await openKeys(database, secrets.sealing, { ...USUAL_KEYS, ...options.keys, log }).catch(
    async (error: unknown) => {
      await database.close();
      throw error;
    },
  );
  const tools: StoreTools = {
    crypto: keys.crypto,
    keyMaking: keys.making,
    catalogueCache: new Map(),
    snapshotThrottle: createSnapshotThrottle(),
    calendarCache: {},
    copyConnections: openCopyConnections(options.databaseUrl, COPY_CONNECTIONS, onConnectionError),
    numbers: openNumberSeries(options.databaseUrl, onConnectionError),
  };
  const clock = await options.clock(database);
  const hangUp = new AbortController();
  const clockRules = await readClockRules(CATALOGUE_FOLDER);
  const stores = createStores(database.prisma, tools);
  const ledger = openAccessLedger({
    databaseUrl: options.databaseUrl,
    secrets: secrets.ledger,
    settings: options.ledger ?? { role: 'house' },
    store: stores.accessLedger,
    clock,
    log,
  });
  const dependencies: UsecaseDependencies = {
    stores,
    unitOfWork: createUnitOfWork(database.prisma, tools),
    connectors: shareLookUps(connectors),
    policies: options.policies ?? (await readPolicies(path.join(CATALOGUE_FOLDER, 'policies'))),
    clockRules,
    feeds: createFeedPorts(options.feeds ?? NO_FOLDERS),
    definitions: { read: (text) => readDefinition(text, clockRules) },
    clock,
    ids: uuidV7Ids,
    digest: {
      keyed: (text) => keyedDigest(tools.crypto, text),
      plain: (text) => createHash('sha256').update(text).digest('hex'),
    },
    newSecret: newCheckedSecret,
    log,
    production: options.production,
    agencyCallMs: options.agencyCallMs,
    attemptBudget: options.attemptBudget ?? USUAL_BUDGET,
    accessLedger: ledger,
    ledgerKeys: ledger.keys,
    anchorFile: ledger.anchorFile,
    webhooks: createWebhookLine(options.webhooks ?? WEBHOOK_DEFAULTS, options.production, hangUp.signal),
  };
  return {
    database,
    databaseUrl: options.databaseUrl,
    tools,
    keys,
    dependencies,
    system: createSystemUsecases(dependencies),
    changes: createChangeFeed(),
    ledger,
    log,
    hangUp: () => hangUp.abort(),
    async close() {
      await ledger.close();
      clock.stop?.();
      await keys.close();
      await Promise.all([...connectors.values()].map((connector) => connector.close()));
      await Promise.all([tools.copyConnections.close(), tools.numbers.close()]);
      await database.close();
    },
  };
}
