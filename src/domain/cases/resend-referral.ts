import { settleAttention } from '#domain/cases/attention.ts';
import { latestReferral, referralIn, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { isCaseOver } from '#domain/cases/case-transitions.ts';
import { startSteps } from '#domain/cases/start-steps.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** Sends a returned or recalled referral again after correction, as the next round of its step. */
export function resendReferral(draft: CaseDraft, referralId: string, note: string, context: ProgressContext): Referral | undefined {
  const referral = referralIn(draft, referralId);
  const waits = referral.status === 'RETURNED' || (referral.status === 'RECALLED' && !referral.outcome);
  const isLatest = latestReferral(draft, referral.stepKey)?.id === referral.id;
  if (!waits || !isLatest || isCaseOver(draft.case.status)) return undefined;
  startSteps(draft, [referral.stepKey], context, note);
  settleAttention(draft, context);
  return latestReferral(draft, referral.stepKey);
}
