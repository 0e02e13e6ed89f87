import { settleAttention } from '#domain/cases/attention.ts';
import { record, updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import type { PauseCause } from '#domain/catalogue/clock-rule.ts';
import { type Deadline, resumeClock } from '#domain/referrals/clock.ts';

/**
 * That cause is gone: the clocks of a referral that stood still for it go on, unless another reason still holds them.
 * Answers whether there was any.
 */
export function resumeClocks(
  draft: CaseDraft,
  referralId: string,
  { cause, note }: { readonly cause: PauseCause; readonly note: string },
  context: ProgressContext,
): boolean {
  const changed: Deadline[] = [];
  updateDeadlines(draft, (clock) => {
    if (clock.referralId !== referralId) return clock;
    const resumed = resumeClock(clock, context, cause);
    if (resumed !== clock) changed.push(resumed);
    return resumed;
  });
  for (const { rule, status, computation } of changed) {
    const goesOn = status === 'RUNNING' && { dueOn: computation.dueOn };
    record(draft, { type: 'clock.resumed', referralId, data: { rule: rule.key, cause, ...goesOn }, note }, context);
  }
  settleAttention(draft, context);
  return changed.length > 0;
}
