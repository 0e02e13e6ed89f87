import { addEffect } from '#domain/cases/add-effect.ts';
import { applyReferralEvent, type ReferralProgress } from '#domain/cases/apply-referral-event.ts';
import { referralIn, replaceEffect, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';

/**
 * Takes a referral back (撤回). What never left is cancelled; where the agency has it, or may have it, a recall is sent
 * after whatever is still on its way.
 */
export function recallReferral(
  draft: CaseDraft,
  referralId: string,
  note: string,
  context: ProgressContext,
  outcome?: string,
): ReferralProgress {
  const progress = applyReferralEvent(draft, referralId, { event: 'RECALL', note, outcome }, context);
  if (progress.applied) cancelOrFollow(draft, referralId, note, context);
  return progress;
}

function cancelOrFollow(draft: CaseDraft, referralId: string, note: string, context: ProgressContext): void {
  const effects = draft.effects.filter((effect) => effect.referralId === referralId);
  const untouched = effects.filter((effect) => effect.status === 'PENDING' && effect.attempts === 0);
  for (const effect of untouched) replaceEffect(draft, { ...effect, status: 'CANCELLED' });
  if (untouched.length < effects.length) addEffect(draft, referralIn(draft, referralId), 'RECALL', note, context);
}
