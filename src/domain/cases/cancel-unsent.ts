import { replaceEffect, type CaseDraft } from '#domain/cases/case-draft.ts';
import type { Effect } from '#domain/referrals/referral.ts';

/**
 * A referral is over: what has not left yet stays here, and what was stopped or in doubt is not tried again. An attempt
 * that may be under way keeps its place, so that a recall is sent after it and never before it.
 */
export function cancelUnsent(draft: CaseDraft, referralId: string): void {
  for (const effect of draft.effects) {
    if (effect.referralId !== referralId || effect.kind === 'RECALL') continue;
    if (isUntouched(effect) || effect.status === 'STOPPED' || effect.status === 'IN_DOUBT') {
      replaceEffect(draft, { ...effect, status: 'CANCELLED' });
    }
  }
}

/** Drops a recall that has nothing to take back, unless an attempt at it may be under way. */
export function cancelRecall(draft: CaseDraft, referralId: string): void {
  for (const effect of draft.effects) {
    if (effect.referralId === referralId && effect.kind === 'RECALL' && isUntouched(effect)) {
      replaceEffect(draft, { ...effect, status: 'CANCELLED' });
    }
  }
}

/** Whether the agency has the effect or may have it. */
export function mayHaveArrived(effect: Effect): boolean {
  if (effect.status === 'PENDING') return !isUntouched(effect);
  if (effect.status === 'STOPPED') return effect.unclear;
  return effect.status === 'DELIVERED' || effect.status === 'IN_DOUBT';
}

function isUntouched(effect: Effect): boolean {
  return effect.status === 'PENDING' && effect.attempts === 0;
}
