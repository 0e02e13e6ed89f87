import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { CauseOfAction } from '#domain/disputes/causes-of-action.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 待认领 · 已认领 · 已受理 · 对方已撤回（一份文件的墓碑，在有人认领之前） */
export const LEAD_STATUSES = ['OPEN', 'CLAIMED', 'ACCEPTED', 'WITHDRAWN'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** 申请家庭 · 法院委派调解 */
export const LEAD_KINDS = ['HOUSEHOLD', 'COURT_DELEGATION'] as const;
export type LeadKind = (typeof LEAD_KINDS)[number];

/**
 * What an agency pushed to the union, so that the counter is not the only door: an applicant household, or a dispute that
 * a court delegates before docketing. It becomes a case when a window has spoken to the worker, who consents or not.
 */
export interface Lead {
  readonly id: string;
  readonly kind: LeadKind;
  readonly agencyCode: AgencyCode;
  /** The agency's own number: of the application, or the docket number. */
  readonly applicationNo: string;
  /** Of assistance; a delegation has its kind here, since there is one lead for each docket number. */
  readonly category: string;
  readonly sourceStatus: string;
  readonly divisionCode: string;
  readonly householdSize?: number | undefined;
  readonly personId: string;
  readonly matched: boolean;
  readonly employer?: string | undefined;
  readonly causeOfAction?: CauseOfAction | undefined;
  /** What is asked of the court (诉讼请求), in the applicant's words. */
  readonly claims?: string | undefined;
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
  /** Rows of which a person has to say whose they are. */
  readonly inReviewCount: number;
  readonly importedAt: Date;
}
