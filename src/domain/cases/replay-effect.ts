import { settleAttention } from '#domain/cases/attention.ts';
import { record, replaceEffect, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';

/**
 * Sends a dead letter again under its own key, with a new budget. What was unclear stays so: the next attempt asks first
 * or resends what the agency knows. False when it is no dead letter (any more), and nothing has changed.
 */
export function replayEffect(draft: CaseDraft, effectId: string, reason: string, context: ProgressContext): boolean {
  const effect = draft.effects.find(({ id }) => id === effectId);
  if (effect?.status !== 'STOPPED') return false;
  replaceEffect(draft, {
    ...effect,
    status: 'PENDING',
    nextAttemptAt: undefined,
    countedAttempts: 0,
    firstAttemptAt: undefined,
    lastFailedAt: undefined,
    stopReason: undefined,
  });
  record(
    draft,
    { type: 'effect.replayed', referralId: effect.referralId, data: { kind: effect.kind }, note: reason },
    context,
  );
  settleAttention(draft, context);
  return true;
}
