import { type CaseDraft, referralIn } from '#domain/cases/case-draft.ts';
import type { StoppedDelivery } from '#domain/cases/settle-delivery.ts';
import {
  type AttemptBudget,
  type BudgetSpent,
  endOfBudget,
  isHeldBack,
  spend,
} from '#domain/referrals/attempt-budget.ts';
import { backOffSeconds } from '#domain/referrals/back-off.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { Effect } from '#domain/referrals/referral.ts';
import type { AttemptOutcome } from '#usecases/referrals/attempt-delivery.ts';
import type { SeenHealth } from '#usecases/referrals/note-health.ts';

/** An agency that asks for more patience than this is asked again anyway: a referral has legal clocks. */
const LONGEST_PATIENCE_SECONDS = 6 * 60 * 60;
/** Up to eight seconds. */
const HELD_BACK_AS_ATTEMPT = 3;

export type NextAttempt =
  | { readonly kind: 'RETRY'; readonly inSeconds: number; readonly unclear: boolean; readonly spent: BudgetSpent }
  | { readonly kind: 'GIVE_UP'; readonly effect: Effect; readonly delivery: StoppedDelivery };

/** What comes after an attempt; undefined when its outcome was the last word, or nobody waits for another. */
export function nextAttempt(
  draft: CaseDraft,
  effect: Effect,
  outcome: AttemptOutcome,
  { seen, budget }: { readonly seen: SeenHealth; readonly budget: AttemptBudget },
): NextAttempt | undefined {
  if (outcome.kind !== 'RETRY' && outcome.kind !== 'UNKNOWN') return undefined;
  // What was unclear stays unclear until the agency itself has cleared it up.
  const unclear = outcome.kind === 'UNKNOWN' || effect.unclear;
  const nobodyWaits = effect.kind !== 'RECALL' && isReferralOver(referralIn(draft, effect.referralId).status);
  if (nobodyWaits && !unclear) return undefined;
  const { at, agencyAnsweredAt } = seen;
  const spent = spend(effect, { fault: outcome.fault, at, agencyAnsweredAt });
  const stopReason = endOfBudget(spent, budget, at);
  if (stopReason) {
    const { countedAttempts, firstAttemptAt, lastFailedAt } = spent;
    const last = { ...effect, countedAttempts, firstAttemptAt, lastFailedAt, unclear };
    return { kind: 'GIVE_UP', effect: last, delivery: { kind: 'STOPPED', fault: outcome.fault, stopReason } };
  }
  return { kind: 'RETRY', inSeconds: secondsToWait(outcome, effect.attempts), unclear, spent };
}

function secondsToWait(outcome: Extract<AttemptOutcome, { kind: 'RETRY' | 'UNKNOWN' }>, attempts: number): number {
  const asked = 'retryAfterSeconds' in outcome ? outcome.retryAfterSeconds : undefined;
  if (asked !== undefined && Number.isFinite(asked)) return Math.min(LONGEST_PATIENCE_SECONDS, Math.max(1, asked));
  // Our own breaker or bulkhead held it back. That says nothing new about the agency, so the wait does not grow with it:
  // else a short outage would cost a delivery minutes after the agency is back.
  const heldBack = isHeldBack(outcome.fault) && outcome.fault !== 'THROTTLED';
  return backOffSeconds(heldBack ? HELD_BACK_AS_ATTEMPT : attempts, Math.random());
}
