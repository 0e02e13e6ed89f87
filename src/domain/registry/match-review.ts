import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { CourtDelegation, PushedHousehold } from '#domain/agencies/inbound-content.ts';
import type { PushedPerson } from '#domain/registry/incoming-identity.ts';
import type { ScoredPerson } from '#domain/registry/score-candidates.ts';

/** 待核对 · 已确认为某人 · 已新登记 · 不予采用 · 已被新的内容取代 */
export const MATCH_REVIEW_STATUSES = ['OPEN', 'CONFIRMED', 'REGISTERED', 'DISMISSED', 'SUPERSEDED'] as const;
export type MatchReviewStatus = (typeof MATCH_REVIEW_STATUSES)[number];

/**
 * NUMBER_MISSING, _MASKED, _LEGACY (15 digits), _WRONG  no number that could decide.
 * NUMBER_DIFFERS  a new number, while name, birth date and telephone are those of somebody in the register.
 * NAME_DIFFERS    a number of the register under another name.
 */
export const MATCH_REVIEW_REASONS = [
  'NUMBER_MISSING',
  'NUMBER_MASKED',
  'NUMBER_LEGACY',
  'NUMBER_WRONG',
  'NUMBER_DIFFERS',
  'NAME_DIFFERS',
] as const;
export type MatchReviewReason = (typeof MATCH_REVIEW_REASONS)[number];

/** What waits until it is known whose it is. */
export type MatchRecord = PushedHousehold | CourtDelegation;

/** 申请家庭 · 委派调解 */
export const MATCH_RECORD_KINDS = ['HOUSEHOLD', 'COURT_DELEGATION'] as const;
export type MatchRecordKind = (typeof MATCH_RECORD_KINDS)[number];

/** Where a record came from: a pushed message or a data file, and its row there, counted from 1. */
export interface RecordSource {
  readonly agencyCode: AgencyCode;
  readonly kind: 'MESSAGE' | 'FEED_FILE';
  readonly id: string;
  readonly rowNumber: number;
}

/**
 * 身份核对: a record of which no exact number says whose it is. In memory only; the store keeps record and note sealed.
 */
export interface MatchReview {
  readonly id: string;
  readonly recordKey: string;
  readonly record: MatchRecord;
  readonly source: RecordSource;
  readonly agencyCode: AgencyCode;
  readonly reason: MatchReviewReason;
  readonly status: MatchReviewStatus;
  readonly divisionCode: string;
  /** The best first. */
  readonly candidates: readonly ScoredPerson[];
  readonly receivedAt: Date;
  readonly decision?: MatchDecision | undefined;
}

export interface MatchDecision {
  readonly by: string;
  readonly at: Date;
  readonly note?: string | undefined;
  readonly personId?: string | undefined;
  readonly leadId?: string | undefined;
}

export function kindOfRecord(record: MatchRecord): MatchRecordKind {
  return 'kind' in record ? 'COURT_DELEGATION' : 'HOUSEHOLD';
}

/** What the agency calls it: a household applies for one category under one number. */
export function keyOfRecord(record: MatchRecord): string {
  return 'kind' in record ? record.docketNumber : `${record.applicationNo}/${record.category}`;
}

export function personInRecord(record: MatchRecord): PushedPerson {
  return 'kind' in record ? record.applicant : record.worker;
}
