import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { FeedImport, Lead, LeadStatus } from '#domain/feeds/lead.ts';
import type { MedicalSettlement, SettlementResult, SettlementStatus } from '#domain/feeds/medical-settlement.ts';
import type { Page, PageRequest } from '#domain/page.ts';

export interface LeadStore {
  /** Answers the lead's id, which is an earlier one when the record is there already. */
  upsert(lead: Lead, inboundId: string, at: Date): Promise<string>;
  /** Locks it until the transaction ends. */
  take(scope: RowScope, id: string): Promise<Lead | undefined>;
  find(scope: RowScope, id: string): Promise<Lead | undefined>;
  setStatus(id: string, status: LeadStatus, by: string, at: Date): Promise<void>;
  list(scope: RowScope, status: readonly LeadStatus[] | undefined, page: PageRequest): Promise<Page<Lead>>;
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
