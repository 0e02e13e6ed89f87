import { type CaseDraft, isStepActive, latestReferral } from '#domain/cases/case-draft.ts';
import { destinationOf, reachableFrom } from '#domain/catalogue/plan-graph.ts';
import { stepOf } from '#domain/catalogue/service-item.ts';

/**
 * Whether a step still waits for others: one of them is under way, or a step under way can lead to one. What can no
 * longer come is not waited for, so that a join never holds a case for ever.
 */
export function isHeldBack(draft: CaseDraft, key: string): boolean {
  const { waitsFor } = stepOf(draft.item, key);
  if (waitsFor.length === 0) return false;
  const active = draft.case.plan.steps.map((step) => step.key).filter((other) => isStepActive(draft, other));
  return active.some((other) => {
    const ahead = reachableFrom(draft.item, other, key);
    return waitsFor.some((awaited) => ahead.has(awaited));
  });
}

/** Steps that were called for and wait for nothing any more. */
export function releasedSteps(draft: CaseDraft): readonly string[] {
  const waiting = draft.item.steps.filter(({ key, waitsFor }) => waitsFor.length > 0 && !latestReferral(draft, key));
  if (waiting.length === 0) return [];
  const called = calledSteps(draft);
  return waiting.map(({ key }) => key).filter((key) => called.has(key) && !isHeldBack(draft, key));
}

/** Everything that the start of the plan and the outcomes so far lead to. */
function calledSteps(draft: CaseDraft): ReadonlySet<string> {
  const omitted = draft.case.plan.omitted.map(({ key }) => key);
  const outcomes = draft.item.steps.flatMap((step) => {
    const reached = latestReferral(draft, step.key)?.outcome;
    const outcome = reached === undefined ? undefined : step.outcomes[reached];
    return outcome ? [outcome.leadsTo] : [];
  });
  const destinations = [{ next: draft.item.start }, ...outcomes].map((leadsTo) =>
    destinationOf(draft.item, omitted, leadsTo),
  );
  return new Set(destinations.flatMap(({ steps }) => steps));
}
