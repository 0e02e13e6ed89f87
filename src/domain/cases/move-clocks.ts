import { updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import type { ClockRule, ClockStart } from '#domain/catalogue/clock-rule.ts';
import {
  type Deadline,
  endClock,
  isClockOpen,
  pauseClock,
  resumeClock,
  rulesStartingAt,
  startClock,
} from '#domain/referrals/clock.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** What a referral's change does to its clocks: milestones start and stop them, a supplement pauses them, the end ends them. */
export function moveClocks(draft: CaseDraft, before: Referral, after: Referral, context: ProgressContext): void {
  if (isReferralOver(after.status)) {
    const end = after.status === 'COMPLETED' || after.status === 'REFUSED' ? 'MET' : 'CANCELLED';
    updateDeadlines(draft, (clock) => (clock.referralId === after.id ? endClock(clock, end, context.now) : clock));
    return;
  }
  const reached: ClockStart[] = [];
  if (after.receivedAt && !before.receivedAt) reached.push('RECEIVED');
  if (after.acceptedAt && !before.acceptedAt) reached.push('ACCEPTED');
  if (after.startedAt && !before.startedAt) reached.push('STARTED');
  updateDeadlines(draft, (clock) => {
    if (clock.referralId !== after.id || !isClockOpen(clock)) return clock;
    if (clock.rule.stops.some((stop) => reached.includes(stop))) return endClock(clock, 'MET', context.now);
    return moveForSupplement(clock, before, after, context);
  });
  if (after.status === 'SUPPLEMENT_REQUESTED') reached.push('SUPPLEMENT_REQUESTED');
  const rules = draft.case.plan.steps.find((step) => step.key === after.stepKey)?.clocks ?? [];
  const started = reached
    .flatMap((start) => rulesStartingAt(rules, start))
    .map((rule) => startClockOf(rule, reached, after, context));
  draft.deadlines = [...draft.deadlines, ...started];
}

/** One answer can reach several milestones at once: the clock then begins as it would stand had they come one by one. */
function startClockOf(
  rule: ClockRule,
  reached: readonly ClockStart[],
  referral: Referral,
  context: ProgressContext,
): Deadline {
  const clock = startClock(rule, { caseId: referral.caseId, referralId: referral.id }, context);
  if (rule.stops.some((stop) => reached.includes(stop))) return endClock(clock, 'MET', context.now);
  const waits = referral.status === 'SUPPLEMENT_REQUESTED' && rule.start !== 'SUPPLEMENT_REQUESTED';
  return waits && rule.pausesForSupplement ? pauseClock(clock, context) : clock;
}

function moveForSupplement(clock: Deadline, before: Referral, after: Referral, context: ProgressContext) {
  if (after.status === 'SUPPLEMENT_REQUESTED')
    return clock.rule.pausesForSupplement ? pauseClock(clock, context) : clock;
  if (before.status !== 'SUPPLEMENT_REQUESTED') return clock;
  return clock.rule.start === 'SUPPLEMENT_REQUESTED'
    ? endClock(clock, 'MET', context.now)
    : resumeClock(clock, context);
}
