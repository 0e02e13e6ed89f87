import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 已投保 · 承保审核中 · 保障中 · 不予承保 · 已到期 */
export const MUTUAL_AID_STATUSES = ['SUBMITTED', 'UNDERWRITING', 'IN_FORCE', 'REJECTED', 'EXPIRED'] as const;
export type MutualAidStatus = (typeof MUTUAL_AID_STATUSES)[number];

/** A member's place in a period of the union's medical mutual aid (职工医疗互助保障). Both days belong to the period. */
export interface MutualAidEnrolment {
  readonly id: string;
  readonly personId: string;
  readonly plan: string;
  readonly periodFrom: LocalDate;
  readonly periodTo: LocalDate;
  readonly status: MutualAidStatus;
}

/** One that has run out since still covers the days of its period: settlements arrive late. */
export function coversDay({ status, periodFrom, periodTo }: MutualAidEnrolment, day: LocalDate): boolean {
  return (status === 'IN_FORCE' || status === 'EXPIRED') && periodFrom <= day && day <= periodTo;
}
