import { createHash, createHmac } from 'node:crypto';
import path from 'node:path';
import { type ChangeFeed, createChangeFeed } from '#app/change-feed.ts';
import type { Secrets } from '#app/secrets.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { buildCalendar, layersFor, type WorkingCalendar } from '#domain/referrals/calendar.ts';
import type { Clock } from '#platform/clock.ts';
import { createAesGcmProvider } from '#platform/crypto/aes-gcm-provider.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { Logger } from '#platform/logger.ts';
import { readCalendars } from '#store/catalogue/read-calendars.ts';
import { createStores, type StoreTools } from '#store/create-stores.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { createSnapshotThrottle } from '#store/snapshot-store.ts';
import { createUnitOfWork } from '#store/unit-of-work.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { createSystemUsecases, type SystemUsecases } from '#usecases/system-usecases.ts';

export const CATALOGUE_FOLDER = path.join(import.meta.dirname, '../../catalogue');

export interface AppOptions {
  readonly databaseUrl: string;
  readonly secrets: Secrets;
  readonly connectors: ReadonlyMap<AgencyCode, AgencyConnector>;
  readonly clock: (database: Database) => Clock | Promise<Clock>;
  readonly log: Logger;
  readonly production: boolean;
  readonly agencyCallMs: number;
  readonly maxConnections?: number;
  readonly onQuery?: () => void;
}

/** The house without doors: what both the gateway and the worker are made of. */
export interface App {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly tools: StoreTools;
  readonly dependencies: UsecaseDependencies;
  readonly system: SystemUsecases;
  readonly changes: ChangeFeed;
  readonly log: Logger;
  close(): Promise<void>;
}

/** Wires everything by hand, once; tests call it with a fixed clock. */
export async function createApp(options: AppOptions): Promise<App> {
  const { log, secrets, connectors } = options;
  const onConnectionError = (error: unknown): void =>
    log.warn({ err: error }, 'database connection lost; the pool opens another');
  const database = openDatabase(options.databaseUrl, options.maxConnections ?? 10, onConnectionError, options.onQuery);
  const tools: StoreTools = {
    crypto: createAesGcmProvider(secrets.sealing),
    catalogueCache: new Map(),
    snapshotThrottle: createSnapshotThrottle(),
  };
  const clock = await options.clock(database);
  const dependencies: UsecaseDependencies = {
    stores: createStores(database.prisma, database.prisma, tools),
    unitOfWork: createUnitOfWork(database.prisma, tools),
    connectors,
    calendars: await readCalendarsOnce(),
    clock,
    ids: uuidV7Ids,
    digest: {
      keyed: (text) => createHmac('sha256', secrets.sealing.indexKey).update(`digest\0${text}`).digest('hex'),
      plain: (text) => createHash('sha256').update(text).digest('hex'),
    },
    log,
    production: options.production,
    agencyCallMs: options.agencyCallMs,
  };
  return {
    database,
    databaseUrl: options.databaseUrl,
    tools,
    dependencies,
    system: createSystemUsecases(dependencies),
    changes: createChangeFeed(),
    log,
    async close() {
      clock.stop?.();
      await Promise.all([...connectors.values()].map((connector) => connector.close()));
      await database.close();
    },
  };
}

async function readCalendarsOnce(): Promise<UsecaseDependencies['calendars']> {
  const layers = await readCalendars(path.join(CATALOGUE_FOLDER, 'calendars'));
  const built = new Map<string, WorkingCalendar>();
  return {
    calendarOf(divisionCode) {
      const own = layersFor(divisionCode, layers);
      const key = own.map((layer) => layer.region).join('+');
      const known = built.get(key) ?? buildCalendar(own);
      built.set(key, known);
      return known;
    },
  };
}
