import { settleAttention } from '#domain/cases/attention.ts';
import { latestReferral, referralIn, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { isCaseOver } from '#domain/cases/case-transitions.ts';
import type { PlannedStep } from '#domain/cases/case.ts';
import { handOver, plannedStep } from '#domain/cases/start-steps.ts';
import { surelyNotPaid } from '#domain/cases/surely-not-paid.ts';
import { waitsForResend } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * Sends a returned or recalled referral again as the next round of its step: to the same office after correction, or,
 * where the sender agrees that it was wrong there, to `instead`. Undefined when there is nothing to send again.
 */
export function resendReferral(
  draft: CaseDraft,
  referralId: string,
  note: string | undefined,
  context: ProgressContext,
  instead?: NextOffice,
): Referral | undefined {
  const referral = referralIn(draft, referralId);
  if (!waitsForResend(referral) || !isLatest(draft, referral) || isCaseOver(draft.case.status)) return undefined;
  if (!surelyNotPaid(draft, referral)) return undefined;
  const planned = plannedStep(draft, referral.stepKey);
  const office = instead ?? { officeId: referral.officeId, agencyCode: referral.agencyCode, clocks: planned.clocks };
  handOver(draft, { key: referral.stepKey, ...office }, context, note);
  settleAttention(draft, context);
  return latestReferral(draft, referral.stepKey);
}

/** The office a step goes to next, with the clocks that hold there. */
export type NextOffice = Pick<PlannedStep, 'officeId' | 'agencyCode' | 'clocks'>;

function isLatest(draft: CaseDraft, referral: Referral): boolean {
  return latestReferral(draft, referral.stepKey)?.id === referral.id;
}
