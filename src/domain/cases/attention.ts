import { latestReferral, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { nextCaseStatus } from '#domain/cases/case-transitions.ts';
import { changeCaseStatus } from '#domain/cases/change-case-status.ts';
import type { Deadline } from '#domain/referrals/clock.ts';
import { isReferralOver, waitsForResend } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * Why a person has to look at a case that is being handled, derived from its form, referrals, effects and clocks alone.
 * The first reason is the one shown; undefined when the case runs by itself.
 */
function attentionReason(draft: CaseDraft): string | undefined {
  const latest = draft.case.plan.steps.flatMap(({ key }) => latestReferral(draft, key) ?? []);
  for (const referral of latest) {
    const reason = reasonOf(draft, referral);
    if (reason) return reason;
  }
  // Money has left on an earlier claim for the same matter: what is still due, nobody but a person can say.
  if (draft.case.form['alreadyPaid'] !== undefined) return 'ALREADY_PAID';
  // What it rests on was taken back after money was granted on it: a person stops the payment or asks it back.
  if (draft.case.form['sourceReversedOn'] !== undefined) return 'SOURCE_REVERSED';
  // The plan ended without finishing the case: nothing would ever move it again.
  return latest.every((referral) => isReferralOver(referral.status)) ? 'NOTHING_OPEN' : undefined;
}

/** Puts the case on the list a person looks at, or takes it off again. Called at the end of every change. */
export function settleAttention(draft: CaseDraft, context: ProgressContext): void {
  if (!nextCaseStatus(draft.case.status, 'ESCALATE')) return;
  const reason = attentionReason(draft);
  if (reason === draft.case.attentionReason) return;
  if (reason) changeCaseStatus(draft, 'ESCALATE', { attentionReason: reason }, context, { data: { reason } });
  else changeCaseStatus(draft, 'RESUME', { attentionReason: undefined }, context);
}

function reasonOf(draft: CaseDraft, referral: Referral): string | undefined {
  const effects = draft.effects
    .filter((effect) => effect.referralId === referral.id)
    .toSorted((a, b) => a.position - b.position);
  if (effects.some((effect) => effect.status === 'IN_DOUBT')) return 'DELIVERY_IN_DOUBT';
  if (effects.some((effect) => effect.status === 'STOPPED')) return 'DELIVERY_STOPPED';
  if (referral.status === 'RETURNED') return `RETURNED:${referral.reasonCode ?? 'OTHER'}`;
  if (waitsForResend(referral)) return 'RECALLED';
  if (isReferralOver(referral.status)) return undefined;
  if (effects.at(-1)?.status === 'REFUSED') return 'DELIVERY_REFUSED';
  const clocks = draft.deadlines.filter((deadline) => deadline.referralId === referral.id);
  const [overdue] = clocks.filter((clock) => isOverdue(clock, referral, clocks)).toSorted(byDueDate);
  if (overdue) return `OVERDUE:${overdue.rule.key}`;
  return unwatchedReason(clocks);
}

/**
 * A clock that only informs moves nothing, and one that stands still reminds nobody: whoever it waits for, an appraiser
 * or another body, has no duty to tell us. So a person looks, and is told what for.
 */
function unwatchedReason(clocks: readonly Deadline[]): string | undefined {
  const watching = clocks.filter(({ rule }) => rule.consequence.kind !== 'INFORM');
  if (watching.some(({ status }) => status === 'RUNNING')) return undefined;
  const causes = watching.flatMap(({ pausedFor }) => pausedFor.filter((reason) => reason !== 'SUPPLEMENT'));
  const [cause] = causes.toSorted();
  return cause ? `CLOCK_PAUSED:${cause}` : 'NO_CLOCK';
}

/** The store gives clocks in no order; of several overdue ones the same has to be named each time. */
function byDueDate(a: Deadline, b: Deadline): number {
  return a.computation.dueAt.getTime() - b.computation.dueAt.getTime() || (a.rule.key < b.rule.key ? -1 : 1);
}

/** Run out, and what it waited for has not happened since. */
function isOverdue(clock: Deadline, referral: Referral, clocks: readonly Deadline[]): boolean {
  const { kind } = clock.rule.consequence;
  if (clock.status !== 'EXPIRED' || (kind !== 'ESCALATE' && kind !== 'REASSIGN')) return false;
  const { key, start, stops } = clock.rule;
  if (start === 'SUPPLEMENT_REQUESTED') {
    // Each request has a clock of its own; that of an earlier one says nothing about this one.
    const asksAgain = clocks.some((other) => other.rule.key === key && other.status === 'RUNNING');
    return referral.status === 'SUPPLEMENT_REQUESTED' && !asksAgain;
  }
  const reached = { RECEIVED: referral.receivedAt, ACCEPTED: referral.acceptedAt, STARTED: referral.startedAt };
  return !stops.some((stop) => reached[stop] !== undefined);
}
