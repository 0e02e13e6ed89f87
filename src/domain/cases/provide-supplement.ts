import { addEffect } from '#domain/cases/add-effect.ts';
import { applyReferralEvent, type ReferralProgress } from '#domain/cases/apply-referral-event.ts';
import { settleAttention } from '#domain/cases/attention.ts';
import { referralIn, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';

/** Hands over what the agency asked for (补正): the clocks go on and the supplement is sent. */
export function provideSupplement(
  draft: CaseDraft,
  referralId: string,
  note: string,
  context: ProgressContext,
): ReferralProgress {
  const progress = applyReferralEvent(draft, referralId, { event: 'PROVIDE_SUPPLEMENT', note }, context);
  if (!progress.applied) return progress;
  addEffect(draft, referralIn(draft, referralId), 'SUPPLEMENT', note, context);
  // An earlier supplement that was refused is replaced by this one.
  settleAttention(draft, context);
  return progress;
}
