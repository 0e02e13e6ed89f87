import { settleAttention } from '#domain/cases/attention.ts';
import { record, referralIn, updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { changeCaseStatus } from '#domain/cases/change-case-status.ts';
import { takeBackReferral } from '#domain/cases/recall-referral.ts';
import { type NextOffice, resendReferral } from '#domain/cases/resend-referral.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import { endClock } from '#domain/referrals/clock.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';

/**
 * Silence is an event: a clock has run out and its consequence is performed. `instead` is the office that a rule with
 * REASSIGN gives the matter to; without one it stays where it is and a person has to look.
 * Harmless when repeated: a clock that is not running any more, or not yet due, changes nothing.
 */
export function expireDeadline(
  draft: CaseDraft,
  deadlineId: string,
  context: ProgressContext,
  instead?: NextOffice,
): boolean {
  const deadline = draft.deadlines.find((candidate) => candidate.id === deadlineId);
  if (deadline?.status !== 'RUNNING' || deadline.computation.dueAt > context.now) return false;
  updateDeadlines(draft, (clock) => (clock.id === deadlineId ? endClock(clock, 'EXPIRED', context.now) : clock));
  record(
    draft,
    {
      type: 'deadline.expired',
      referralId: deadline.referralId,
      data: {
        rule: deadline.rule.key,
        dueOn: deadline.computation.dueOn,
        ...(deadline.referralId && { step: referralIn(draft, deadline.referralId).stepKey }),
      },
    },
    context,
  );
  const { consequence } = deadline.rule;
  if (consequence.kind === 'LAPSE_RATING') changeCaseStatus(draft, 'LAPSE_RATING', { closedAt: context.now }, context);
  if (consequence.kind === 'OUTCOME' && deadline.referralId) {
    endStepBySilence(draft, deadline.referralId, consequence.outcome, deadline.rule, context);
  }
  if (consequence.kind === 'REASSIGN' && deadline.referralId && instead) {
    reassign(draft, deadline.referralId, instead, deadline.rule, context);
  }
  settleAttention(draft, context);
  return true;
}

function reassign(
  draft: CaseDraft,
  referralId: string,
  instead: NextOffice,
  rule: ClockRule,
  context: ProgressContext,
): void {
  const referral = referralIn(draft, referralId);
  if (isReferralOver(referral.status)) return;
  record(
    draft,
    {
      type: 'referral.reassigned',
      referralId,
      data: { step: referral.stepKey, agency: referral.agencyCode, rule: rule.key },
    },
    context,
  );
  takeBackReferral(draft, referralId, ranOut(rule), context);
  resendReferral(draft, referralId, undefined, context, instead);
}

function endStepBySilence(
  draft: CaseDraft,
  referralId: string,
  outcome: string,
  rule: ClockRule,
  context: ProgressContext,
): void {
  if (isReferralOver(referralIn(draft, referralId).status)) return;
  takeBackReferral(draft, referralId, ranOut(rule), context, outcome);
}

/** What the office is told that has to give the matter back. */
function ranOut({ name }: ClockRule): string {
  return `${name.zh}时限届满`;
}
