import { settleAttention } from '#domain/cases/attention.ts';
import { record, referralIn, updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { changeCaseStatus } from '#domain/cases/change-case-status.ts';
import { recallReferral } from '#domain/cases/recall-referral.ts';
import { endClock } from '#domain/referrals/clock.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';

/**
 * Silence is an event: a clock has run out and its consequence is performed.
 * Harmless when repeated: a clock that is not running any more, or not yet due, changes nothing.
 */
export function expireDeadline(draft: CaseDraft, deadlineId: string, context: ProgressContext): boolean {
  const deadline = draft.deadlines.find((candidate) => candidate.id === deadlineId);
  if (deadline?.status !== 'RUNNING' || deadline.computation.dueAt > context.now) return false;
  updateDeadlines(draft, (clock) => (clock.id === deadlineId ? endClock(clock, 'EXPIRED', context.now) : clock));
  record(
    draft,
    {
      type: 'deadline.expired',
      referralId: deadline.referralId,
      data: { rule: deadline.rule.key, dueOn: deadline.computation.dueOn },
    },
    context,
  );
  const { consequence } = deadline.rule;
  if (consequence.kind === 'LAPSE_RATING') changeCaseStatus(draft, 'LAPSE_RATING', { closedAt: context.now }, context);
  if (consequence.kind === 'OUTCOME' && deadline.referralId) {
    endStepBySilence(draft, deadline.referralId, consequence.outcome, deadline.rule.key, context);
  }
  settleAttention(draft, context);
  return true;
}

function endStepBySilence(
  draft: CaseDraft,
  referralId: string,
  outcome: string,
  rule: string,
  context: ProgressContext,
): void {
  if (isReferralOver(referralIn(draft, referralId).status)) return;
  recallReferral(draft, referralId, `时限届满 ${rule}`, context, outcome);
}
