import { applyReferralEvent, type ReferralProgress } from '#domain/cases/apply-referral-event.ts';
import { settleAttention } from '#domain/cases/attention.ts';
import { replaceEffect, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';

/**
 * A person found out whether the agency has an effect whose delivery was in doubt. If not, it is sent again under the
 * same key; the person, not the machine, decided that.
 */
export function resolveDoubt(
  draft: CaseDraft,
  referralId: string,
  recorded: boolean,
  note: string,
  context: ProgressContext,
): ReferralProgress {
  const doubtful = draft.effects.filter((effect) => effect.referralId === referralId && effect.status === 'IN_DOUBT');
  if (doubtful.length === 0) return { applied: false, refusal: 'NOT_NOW' };
  for (const effect of doubtful) {
    replaceEffect(
      draft,
      recorded
        ? { ...effect, status: 'DELIVERED' }
        : { ...effect, status: 'PENDING', unclear: false, nextAttemptAt: undefined },
    );
  }
  if (doubtful.some((effect) => effect.kind === 'DISPATCH')) {
    applyReferralEvent(draft, referralId, { event: recorded ? 'CONFIRM_DELIVERY' : 'DENY_DELIVERY', note }, context);
  }
  settleAttention(draft, context);
  return { applied: true };
}
