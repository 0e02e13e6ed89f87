import { addEffect } from '#domain/cases/add-effect.ts';
import { latestReferral, record, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import type { PlannedStep } from '#domain/cases/case.ts';
import { stepOf } from '#domain/catalogue/service-item.ts';
import { rulesStartingAt, startClock } from '#domain/referrals/clock.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/**
 * Begins steps of the plan: a referral each, with the effect that delivers it and the clocks that watch it. A step that
 * lies with its agency already is left there: two branches may lead to the same one.
 */
export function startSteps(draft: CaseDraft, keys: readonly string[], context: ProgressContext, note?: string): void {
  for (const key of keys) {
    const planned = draft.case.plan.steps.find((step) => step.key === key);
    if (!planned) throw new RangeError(`the plan of case ${draft.case.id} has no step ${key}`);
    const latest = latestReferral(draft, key);
    if (!latest || isReferralOver(latest.status)) draftReferral(draft, planned, context, note);
  }
}

function draftReferral(
  draft: CaseDraft,
  planned: PlannedStep,
  context: ProgressContext,
  note: string | undefined,
): void {
  const previous = latestReferral(draft, planned.key);
  const referral: Referral = {
    id: context.newId(),
    caseId: draft.case.id,
    stepKey: planned.key,
    round: (previous?.round ?? 0) + 1,
    agencyCode: planned.agencyCode,
    officeId: planned.officeId,
    role: stepOf(draft.item, planned.key).role,
    status: 'DRAFTED',
    version: 1,
    replySequence: 0,
    createdAt: context.now,
  };
  draft.referrals = [...draft.referrals, referral];
  addEffect(draft, referral, 'DISPATCH', note, context);
  const subject = { caseId: draft.case.id, referralId: referral.id };
  const started = rulesStartingAt(planned.clocks, 'DRAFTED').map((rule) => startClock(rule, subject, context));
  draft.deadlines = [...draft.deadlines, ...started];
  record(
    draft,
    {
      type: 'referral.drafted',
      referralId: referral.id,
      toStatus: 'DRAFTED',
      data: { step: planned.key, agency: referral.agencyCode, round: referral.round },
      note,
    },
    context,
  );
}
