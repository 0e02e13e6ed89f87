import { settleAttention } from '#domain/cases/attention.ts';
import { latestReferral, referralIn, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { isCaseOver } from '#domain/cases/case-transitions.ts';
import { startSteps } from '#domain/cases/start-steps.ts';
import { waitsForResend } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** Sends a returned or recalled referral again after correction, as the next round of its step. */
export function resendReferral(
  draft: CaseDraft,
  referralId: string,
  note: string,
  context: ProgressContext,
): Referral | undefined {
  const referral = referralIn(draft, referralId);
  const isLatest = latestReferral(draft, referral.stepKey)?.id === referral.id;
  if (!waitsForResend(referral) || !isLatest || isCaseOver(draft.case.status)) return undefined;
  startSteps(draft, [referral.stepKey], context, note);
  settleAttention(draft, context);
  return latestReferral(draft, referral.stepKey);
}
