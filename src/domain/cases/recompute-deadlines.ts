import { settleAttention } from '#domain/cases/attention.ts';
import { record, updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { type Deadline, isClockOpen, recomputeClock } from '#domain/referrals/clock.ts';

export interface Recomputed {
  /** Open clocks looked at. */
  readonly clocks: number;
  /** Those that come out differently in any way: the day, the reasons, or that it is no longer provisional. */
  readonly changed: number;
  /** Those whose last day is another one now; each has its event. */
  readonly moved: number;
}

/**
 * Counts every open clock of a case again on the calendar of the context. Closed clocks stay as they ended. Harmless
 * when repeated: what comes out the same is not touched.
 */
export function recomputeDeadlines(draft: CaseDraft, context: ProgressContext): Recomputed {
  const before = draft.deadlines.filter(isClockOpen);
  updateDeadlines(draft, (clock) => recomputeClock(clock, context));
  const now = new Map(draft.deadlines.map((clock) => [clock.id, clock]));
  const changed = before.flatMap((old) => {
    const clock = now.get(old.id);
    return clock && clock !== old ? [{ old, clock }] : [];
  });
  const moved = changed.filter(({ old, clock }) => old.computation.dueOn !== clock.computation.dueOn);
  for (const { old, clock } of moved) recordMove(draft, old, clock, context);
  settleAttention(draft, context);
  return { clocks: before.length, changed: changed.length, moved: moved.length };
}

function recordMove(draft: CaseDraft, old: Deadline, clock: Deadline, context: ProgressContext): void {
  record(
    draft,
    {
      type: 'deadline.recomputed',
      referralId: clock.referralId,
      data: {
        rule: clock.rule.key,
        from: old.computation.dueOn,
        to: clock.computation.dueOn,
        notice: context.calendar.latestNotice ?? '',
      },
    },
    context,
  );
}
