import { updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { changeCaseStatus } from '#domain/cases/change-case-status.ts';
import { recallReferral } from '#domain/cases/recall-referral.ts';
import { endClock } from '#domain/referrals/clock.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';

/** Ends a case at the applicant's wish: open referrals are recalled, clocks stop. False when it is over already. */
export function withdrawCase(draft: CaseDraft, reason: string, context: ProgressContext): boolean {
  // First the case, so that its recalls put it on nobody's list.
  const withdrawn = changeCaseStatus(
    draft,
    'WITHDRAW',
    { closedAt: context.now, outcome: 'WITHDRAWN', attentionReason: undefined },
    context,
    { note: reason },
  );
  if (!withdrawn) return false;
  for (const referral of draft.referrals) {
    if (!isReferralOver(referral.status)) recallReferral(draft, referral.id, reason, context);
  }
  updateDeadlines(draft, (clock) => endClock(clock, 'CANCELLED', context.now));
  return true;
}
