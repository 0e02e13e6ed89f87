import type { StatedPurpose } from '#domain/access/decide-read.ts';
import type { Disclosures } from '#domain/access/disclosures.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { Loaders } from '#domain/loaders.ts';
import type { ViewerUsecases } from '#usecases/viewer-usecases.ts';

/** What every resolver gets: who asks, in which language, and what can be asked for on their behalf. */
export interface Context {
  readonly viewer: Viewer;
  readonly language: Language;
  readonly requestId: string;
  /** What this operation cost its viewer, and what is left. */
  readonly allowance: QueryAllowance;
  readonly loaders: Loaders;
  readonly usecases: ViewerUsecases;
  /** What the request says it is for. */
  readonly statedPurpose: () => Promise<StatedPurpose | undefined>;
  /** What has been shown so far and is not in the access ledger yet. */
  readonly disclosures: Disclosures;
  /** Puts down what has been shown since the last time. Throws LedgerUnavailableError: then it must not be shown. */
  recordShown(operation: string | undefined): Promise<void>;
  /** How an agency is reached, for people. */
  readonly channelOf: (agencyCode: string) => Pick<AgencyConnector, 'channel' | 'roles'> | undefined;
  /** Ids of the case each time it changes. */
  readonly caseChanges: (caseId: string) => AsyncIterableIterator<string>;
  /** Forgets what was loaded; a subscription calls it before each new state. */
  renewLoaders(): void;
}

export type Language = 'zh' | 'en';
