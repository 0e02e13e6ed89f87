import type { AccessLedger } from '#domain/access/access-ledger.ts';
import type { AnchorFile, LedgerKeys } from '#domain/access/ledger-stores.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { PolicyTable } from '#domain/catalogue/policy-table.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { TextFault } from '#domain/errors.ts';
import type { FeedArchive, FeedReader, FeedSource } from '#domain/feeds/feed-ports.ts';
import type { WebhookPort } from '#domain/partners/webhook-port.ts';
import type { AttemptBudget } from '#domain/referrals/attempt-budget.ts';
import type { Stores, UnitOfWork } from '#domain/stores.ts';

/** Everything the use cases need from outside, implemented by store, connectors, jobs and platform, wired in app. */
export interface UsecaseDependencies {
  readonly stores: Stores;
  readonly unitOfWork: UnitOfWork;
  readonly connectors: ReadonlyMap<AgencyCode, AgencyConnector>;
  /** Local figures, read once at start-up. */
  readonly policies: PolicyTable;
  /** Every clock rule of the catalogue, national ones first; those that no item names included. */
  readonly clockRules: readonly ClockRule[];
  readonly definitions: DefinitionReader;
  readonly feeds: FeedPorts;
  readonly clock: { now(): Date };
  /** `at` sorts by that instant. */
  readonly ids: { next(): string; at(at: Date): string };
  /** `keyed` for anything personal, so that the hash cannot be searched for; `plain` for public texts. Both hex. */
  readonly digest: { keyed(text: string): string; plain(text: string): string };
  /** A bearer secret that begins with the prefix; never the same twice. */
  readonly newSecret: (prefix: string) => string;
  readonly log: UsecaseLog;
  /** Production refuses demo identities. */
  readonly production: boolean;
  /** How long one call to an agency may take in all. */
  readonly agencyCallMs: number;
  /** What one effect may cost before a person looks. */
  readonly attemptBudget: AttemptBudget;
  /** Where looks at people and cases are recorded before they are answered. */
  readonly accessLedger: AccessLedger;
  readonly ledgerKeys: LedgerKeys;
  /** Anchors of the ledger outside of the database; absent where an installation keeps none. */
  readonly anchorFile: AnchorFile | undefined;
  /** The line to addresses that partners registered. */
  readonly webhooks: WebhookPort;
}

/** Where files come from, where they are kept, and how they are read. */
export interface FeedPorts {
  readonly sources: readonly FeedSource[];
  readonly archive: FeedArchive;
  readonly reader: FeedReader;
  /** What is larger is not taken. */
  readonly maxBytes: number;
}

export interface UsecaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Reads the text of a service item as the catalogue's files are read, against the clock rules of this installation. */
export interface DefinitionReader {
  read(
    text: string,
  ): { readonly ok: true; readonly item: ServiceItem } | { readonly ok: false; readonly faults: readonly TextFault[] };
}
