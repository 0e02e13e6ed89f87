import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 待认领 · 已认领 · 已受理 */
export const LEAD_STATUSES = ['OPEN', 'CLAIMED', 'ACCEPTED'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** An applicant household that an agency pushed to the union, so that the counter is not the only door. */
export interface Lead {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly applicationNo: string;
  readonly category: string;
  readonly sourceStatus: string;
  readonly divisionCode: string;
  readonly householdSize: number;
  readonly personId: string;
  readonly matched: boolean;
  readonly employer?: string | undefined;
  readonly status: LeadStatus;
  readonly validUntil?: LocalDate | undefined;
  readonly receivedAt: Date;
}

export interface FeedImport {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly batchNo: string;
  readonly declaredCount: number;
  readonly receivedCount: number;
  readonly acceptedCount: number;
  readonly importedAt: Date;
}

/** A row that could not be taken, with why; the raw text is kept sealed. */
export interface QuarantinedRow {
  readonly id: string;
  readonly feedImportId: string;
  readonly rowNumber: number;
  readonly field: string;
  readonly reason: string;
}
