import { settleAttention } from '#domain/cases/attention.ts';
import { record, updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import type { PauseCause } from '#domain/catalogue/clock-rule.ts';
import { hasRunOut, pauseClock } from '#domain/referrals/clock.ts';

/**
 * Stops the clocks of a referral whose rules allow it for that cause (中止计算); the others run on. Answers whether there
 * was any: a clock that stands still for that cause already is left alone, and so is one whose time is over.
 */
export function pauseClocks(
  draft: CaseDraft,
  referralId: string,
  { cause, note }: { readonly cause: PauseCause; readonly note: string },
  context: ProgressContext,
): boolean {
  const stopped: string[] = [];
  updateDeadlines(draft, (clock) => {
    if (clock.referralId !== referralId || !clock.rule.pausesFor?.includes(cause)) return clock;
    if (hasRunOut(clock, context.now)) return clock;
    const paused = pauseClock(clock, context, cause);
    if (paused !== clock) stopped.push(clock.rule.key);
    return paused;
  });
  for (const rule of stopped) record(draft, { type: 'clock.paused', referralId, data: { rule, cause }, note }, context);
  settleAttention(draft, context);
  return stopped.length > 0;
}
