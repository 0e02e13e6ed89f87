import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import type { LedgerSummary } from '#domain/reconciliation/our-line.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 待对账 · 一致 · 有差异 */
export const RECONCILIATION_STATUSES = ['DUE', 'AGREED', 'DIFFERENT'] as const;
export type ReconciliationStatus = (typeof RECONCILIATION_STATUSES)[number];

/** 对账: one comparison of both sides for one agency and one day in Beijing. */
export interface Reconciliation {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly day: LocalDate;
  /** The night it belongs to; absent when a person asked for it. */
  readonly night?: LocalDate | undefined;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly status: ReconciliationStatus;
  readonly ours?: LedgerSummary | undefined;
  readonly theirs?: LedgerSummary | undefined;
  /** Effects whose record the agency has on another day, as happens around midnight. */
  readonly elsewhere: number;
  /** Records of effects whose delivery is not settled yet. */
  readonly underWay: number;
  readonly differences: number;
  readonly attempts: number;
  /** Why it is still due, where that is the agency's doing. */
  readonly lastFault?: AgencyFaultClass | undefined;
  readonly nextAttemptAt: Date;
  readonly finishedAt?: Date | undefined;
}
