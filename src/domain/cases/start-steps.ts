import { addEffect } from '#domain/cases/add-effect.ts';
import { latestReferral, record, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import type { PlannedStep } from '#domain/cases/case.ts';
import { isHeldBack } from '#domain/cases/held-back.ts';
import { RETURNS_UNTIL_LEAD, returnsOf } from '#domain/cases/hops.ts';
import { destinationOf } from '#domain/catalogue/plan-graph.ts';
import { stepOf } from '#domain/catalogue/service-item.ts';
import { rulesStartingAt, startClock } from '#domain/referrals/clock.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** Begins the first steps of a plan. What the case does not need is passed through. */
export function startPlan(draft: CaseDraft, context: ProgressContext): void {
  const omitted = draft.case.plan.omitted.map(({ key }) => key);
  startSteps(draft, destinationOf(draft.item, omitted, { next: draft.item.start }).steps, context);
}

/**
 * Begins steps of the plan: a referral each, with the effect that delivers it and the clocks that watch it. A step that
 * lies with its agency already is left there: two branches may lead to the same one. One that waits for others begins
 * when they have ended.
 */
export function startSteps(draft: CaseDraft, keys: readonly string[], context: ProgressContext): void {
  // Joins last: one that is called together with those it waits for has to see them under way.
  const joinsLast = keys.toSorted((a, b) => waits(draft, a) - waits(draft, b));
  for (const key of joinsLast) {
    const latest = latestReferral(draft, key);
    if (latest ? isReferralOver(latest.status) : !isHeldBack(draft, key)) {
      handOver(draft, plannedStep(draft, key), context);
    }
  }
}

/** Gives a step to an office: that of the plan, or another one after it came back. */
export function handOver(
  draft: CaseDraft,
  planned: Pick<PlannedStep, 'key' | 'officeId' | 'agencyCode' | 'clocks'>,
  context: ProgressContext,
  note?: string,
): void {
  const step = stepOf(draft.item, planned.key);
  const previous = latestReferral(draft, planned.key);
  const returns = returnsOf(draft, planned.key);
  const referral: Referral = {
    id: context.newId(),
    caseId: draft.case.id,
    stepKey: planned.key,
    round: (previous?.round ?? 0) + 1,
    agencyCode: planned.agencyCode,
    officeId: planned.officeId,
    role: step.role,
    leads: returns >= RETURNS_UNTIL_LEAD,
    status: 'DRAFTED',
    version: 1,
    replySequence: 0,
    createdAt: context.now,
    disclosedAt: step.disclosure === 'AT_ONCE' ? context.now : undefined,
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
  if (referral.leads) {
    record(
      draft,
      {
        type: 'lead.fixed',
        referralId: referral.id,
        data: { step: planned.key, agency: referral.agencyCode, returns },
      },
      context,
    );
  }
}

export function plannedStep(draft: CaseDraft, key: string): PlannedStep {
  const planned = draft.case.plan.steps.find((step) => step.key === key);
  if (!planned) throw new RangeError(`the plan of case ${draft.case.id} has no step ${key}`);
  return planned;
}

function waits(draft: CaseDraft, key: string): number {
  return stepOf(draft.item, key).waitsFor.length === 0 ? 0 : 1;
}
