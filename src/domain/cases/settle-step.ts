import { isStepActive, record, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { changeCaseStatus } from '#domain/cases/change-case-status.ts';
import { releasedSteps } from '#domain/cases/held-back.ts';
import { startSteps } from '#domain/cases/start-steps.ts';
import { destinationOf } from '#domain/catalogue/plan-graph.ts';
import { stepOf } from '#domain/catalogue/service-item.ts';
import { rulesStartingAt, startClock } from '#domain/referrals/clock.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * A step has its outcome: goes on in the plan, or finishes the case once nothing else is open. Once an outcome has
 * finished the case, what is open comes to its own end and nothing new begins.
 */
export function settleStep(draft: CaseDraft, referral: Referral, context: ProgressContext): void {
  const outcome = referral.outcome ? stepOf(draft.item, referral.stepKey).outcomes[referral.outcome] : undefined;
  if (!outcome) throw new RangeError(`step ${referral.stepKey} ended without an outcome of the plan`);
  const { steps, finish } = destinationOf(
    draft.item,
    draft.case.plan.omitted.map(({ key }) => key),
    outcome.leadsTo,
  );
  if (finish) draft.case = { ...draft.case, outcome: finish };
  if (!draft.case.outcome) {
    if (steps.length > 0) {
      record(
        draft,
        {
          type: 'plan.advanced',
          data: { step: referral.stepKey, outcome: referral.outcome ?? '', next: steps.join(' ') },
        },
        context,
      );
    }
    const idle = steps.filter((key) => !isStepActive(draft, key));
    startSteps(draft, [...new Set([...idle, ...releasedSteps(draft)])], context);
  }
  finishWhenNothingIsOpen(draft, context);
}

/** Asks for the rating once every step that began has its outcome; one that was given back still waits for its own. */
function finishWhenNothingIsOpen(draft: CaseDraft, context: ProgressContext): void {
  if (draft.case.plan.steps.some(({ key }) => isStepActive(draft, key))) return;
  const outcome = draft.case.outcome ?? draft.item.whenAllEnd;
  if (!outcome) return;
  draft.case = { ...draft.case, outcome };
  const finished = changeCaseStatus(draft, 'FINISH', { attentionReason: undefined }, context, { data: { outcome } });
  if (!finished) return;
  const rating = rulesStartingAt(draft.case.plan.caseClocks, 'AWAITING_RATING');
  // Without a clock that ends it, a rating would be awaited for ever.
  const ends = rating.some((rule) => rule.consequence.kind === 'LAPSE_RATING');
  if (ends)
    draft.deadlines = [
      ...draft.deadlines,
      ...rating.map((rule) => startClock(rule, { caseId: draft.case.id }, context)),
    ];
  else changeCaseStatus(draft, 'LAPSE_RATING', { closedAt: context.now }, context);
}
