import { settleAttention } from '#domain/cases/attention.ts';
import { record, updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { isClockOpen } from '#domain/referrals/clock.ts';
import { extendClock, type ExtensionRefusal } from '#domain/referrals/extend-clock.ts';

export type DeadlineExtension =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: ExtensionRefusal; readonly rule: ClockRule };

/** Grants more time for the open clock of that rule on a referral; undefined when it has none. */
export function extendDeadline(
  draft: CaseDraft,
  referralId: string,
  { rule, length, ground }: { readonly rule: string; readonly length: number; readonly ground: string },
  context: ProgressContext,
): DeadlineExtension | undefined {
  const clock = draft.deadlines.find(
    (other) => other.referralId === referralId && other.rule.key === rule && isClockOpen(other),
  );
  if (!clock) return undefined;
  const extended = extendClock(clock, { length, ground, by: context.actor }, context);
  if (!extended.ok) return { ...extended, rule: clock.rule };
  updateDeadlines(draft, (other) => (other === clock ? extended.clock : other));
  const { dueOn } = extended.clock.computation;
  record(draft, { type: 'clock.extended', referralId, data: { rule, length, dueOn }, note: ground }, context);
  settleAttention(draft, context);
  return { ok: true };
}
