import { latestReferral, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { changeCaseStatus } from '#domain/cases/change-case-status.ts';
import type { Deadline } from '#domain/referrals/clock.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';

/**
 * Why a person has to look at a case now, derived from its referrals, effects and clocks alone.
 * The first reason is the one shown; undefined when the case runs by itself.
 */
export function attentionReason(draft: CaseDraft): string | undefined {
  for (const step of draft.case.plan.steps) {
    const referral = latestReferral(draft, step.key);
    if (!referral) continue;
    const effects = draft.effects.filter((effect) => effect.referralId === referral.id);
    if (effects.some((effect) => effect.status === 'IN_DOUBT')) return 'DELIVERY_IN_DOUBT';
    if (effects.some((effect) => effect.status === 'STOPPED')) return 'DELIVERY_STOPPED';
    if (referral.status === 'RETURNED') return `RETURNED:${referral.reasonCode ?? 'OTHER'}`;
    if (referral.status === 'RECALLED' && !referral.outcome) return 'RECALLED';
    if (isReferralOver(referral.status)) continue;
    const overdue = draft.deadlines.find((deadline) => deadline.referralId === referral.id && isOverdue(deadline, referral));
    if (overdue) return `OVERDUE:${overdue.rule.key}`;
  }
  return undefined;
}

/** Puts the case on the list a person looks at, or takes it off again. Called at the end of every change. */
export function settleAttention(draft: CaseDraft, context: ProgressContext): void {
  const reason = attentionReason(draft);
  if (reason === draft.case.attentionReason) return;
  if (reason) {
    changeCaseStatus(draft, 'ESCALATE', { attentionReason: reason }, context, { data: { reason } });
  } else if (!changeCaseStatus(draft, 'RESUME', { attentionReason: undefined }, context)) {
    draft.case = { ...draft.case, attentionReason: undefined };
  }
}

function isOverdue(deadline: Deadline, referral: { receivedAt?: Date | undefined; acceptedAt?: Date | undefined }): boolean {
  if (deadline.status !== 'EXPIRED' || deadline.rule.consequence.kind !== 'ESCALATE') return false;
  const { stops } = deadline.rule;
  return !((stops.includes('RECEIVED') && referral.receivedAt) || (stops.includes('ACCEPTED') && referral.acceptedAt));
}
