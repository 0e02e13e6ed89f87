import { addEffect } from '#domain/cases/add-effect.ts';
import { moveReferral, type ReferralProgress } from '#domain/cases/apply-referral-event.ts';
import { settleAttention } from '#domain/cases/attention.ts';
import { mayHaveArrived } from '#domain/cases/cancel-unsent.ts';
import { referralIn, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';

/**
 * Takes a referral back (撤回). What never left is cancelled; where the agency has it, or may have it, a recall is sent
 * after whatever is still on its way.
 */
export function recallReferral(
  draft: CaseDraft,
  referralId: string,
  note: string,
  context: ProgressContext,
): ReferralProgress {
  const progress = takeBackReferral(draft, referralId, note, context);
  if (progress.applied) settleAttention(draft, context);
  return progress;
}

/**
 * The same where more follows in one go, so that nobody is called for what is settled already. With an outcome, its step
 * ends with that and the plan goes on.
 */
export function takeBackReferral(
  draft: CaseDraft,
  referralId: string,
  note: string,
  context: ProgressContext,
  outcome?: string,
): ReferralProgress {
  const arrived = draft.effects.some((effect) => effect.referralId === referralId && mayHaveArrived(effect));
  const progress = moveReferral(draft, referralId, { event: 'RECALL', note, outcome }, context);
  if (progress.applied && arrived) addEffect(draft, referralIn(draft, referralId), 'RECALL', note, context);
  return progress;
}
