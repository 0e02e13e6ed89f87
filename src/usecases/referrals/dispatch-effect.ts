import { applyReferralEvent } from '#domain/cases/apply-referral-event.ts';
import { type CaseDraft, type ProgressContext, referralIn, replaceReferral } from '#domain/cases/case-draft.ts';
import type { ClaimedEffect } from '#domain/cases/case-stores.ts';
import { type FinishedDelivery, settleDelivery } from '#domain/cases/settle-delivery.ts';
import type { Effect } from '#domain/referrals/referral.ts';
import { hastenAgency } from '#usecases/agencies/index.ts';
import { longestCallMs } from '#usecases/call-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';
import { attemptDelivery, type AttemptOutcome } from '#usecases/referrals/attempt-delivery.ts';
import { nextAttempt } from '#usecases/referrals/next-attempt.ts';
import { noteHealth } from '#usecases/referrals/note-health.ts';

/** Room for writing the outcome after the last possible moment of the call. */
const LEASE_MARGIN_SECONDS = 4;

/**
 * One attempt to deliver one effect. Safe to call at any time, by anyone, any number of times: the claim decides.
 *
 * The attempt is written before the call, so a process that dies in between leaves a trace; whoever claims next knows
 * that the outcome is unclear.
 */
export async function dispatchEffect(deps: UsecaseDependencies, effectId: string): Promise<void> {
  // An inquiry and a sending.
  const leaseSeconds = Math.ceil((longestCallMs(deps) * 2) / 1000) + LEASE_MARGIN_SECONDS;
  const leaseEnds = performance.now() + leaseSeconds * 1000;
  const claimed = await deps.stores.effects.claim(effectId, leaseSeconds);
  if (!claimed) return;
  const outcome = await attemptOnBudget(deps, claimed, leaseEnds);
  const seen = await noteHealth(deps, claimed.effect.agencyCode, outcome);
  await deps.unitOfWork.run(async (tx) => {
    // The case is locked before the fence is read, in the order every other writer takes them.
    const draft = await tx.cases.loadDraft(claimed.caseId);
    const current = draft?.effects.find((candidate) => candidate.id === effectId);
    if (!draft || !current) return;
    const terms = { seen, budget: deps.attemptBudget };
    const next = current.status === 'PENDING' ? nextAttempt(draft, current, outcome, terms) : undefined;
    const retry = next?.kind === 'RETRY' ? next : undefined;
    const end = { outcome: outcome.kind, fault: faultOf(outcome), retry };
    const held = await tx.effects.finishAttempt(effectId, claimed.fence, end);
    if (!held || retry) return;
    const actor = `agency:${current.agencyCode}`;
    const context = await progressContext(deps, tx, draft.case.divisionCode, actor);
    if (next?.kind === 'GIVE_UP') settleDelivery(draft, next.effect, next.delivery, context);
    else settle(draft, current, outcome, context);
    await tx.cases.saveDraft(draft);
  });
  logOutcome(deps, claimed, outcome);
  if (seen.rose) await hastenAgency(deps, claimed.effect.agencyCode);
}

/** Attempts that ended with the death of their process are counted by the claim: the last of them was one too many. */
async function attemptOnBudget(
  deps: UsecaseDependencies,
  claimed: ClaimedEffect,
  leaseEnds: number,
): Promise<AttemptOutcome> {
  const { countedAttempts = 0 } = claimed.effect;
  if (countedAttempts < deps.attemptBudget.attempts) return attemptDelivery(deps, claimed, leaseEnds);
  return { kind: 'STOPPED', stopReason: 'ATTEMPTS_EXHAUSTED' };
}

function settle(draft: CaseDraft, effect: Effect, outcome: AttemptOutcome, context: ProgressContext): void {
  if (effect.status === 'PENDING') {
    // Not wanted any more and surely not there: whatever was unclear before has been cleared up.
    const cleared = outcome.kind === 'NOT_WANTED' ? { ...effect, unclear: false } : effect;
    settleDelivery(draft, cleared, finished(outcome), context);
  } else {
    acceptAfterReceipt(draft, effect, outcome, context);
  }
  keepReference(draft, effect, outcome);
}

/** What is not tried again although it failed: its referral has ended, so the rules drop it and what waits behind it. */
function finished(outcome: AttemptOutcome): FinishedDelivery {
  if (outcome.kind !== 'RETRY' && outcome.kind !== 'UNKNOWN' && outcome.kind !== 'NOT_WANTED') return outcome;
  const fault = outcome.kind === 'NOT_WANTED' ? 'REJECTED_REQUEST' : outcome.fault;
  return { kind: 'STOPPED', fault };
}

/**
 * An answer overtook our record of the delivery. A mere receipt says less than the acceptance we hold; any other answer
 * is later than it.
 */
function acceptAfterReceipt(draft: CaseDraft, effect: Effect, outcome: AttemptOutcome, context: ProgressContext): void {
  if (effect.kind !== 'DISPATCH' || outcome.kind !== 'ACCEPTED') return;
  const { id, status } = referralIn(draft, effect.referralId);
  if (status === 'RECEIVED') applyReferralEvent(draft, id, { ...outcome, event: 'ACCEPT' }, context);
}

/** The number under which the agency took it is kept even when an answer without it came first. */
function keepReference(draft: CaseDraft, effect: Effect, outcome: AttemptOutcome): void {
  if (effect.kind !== 'DISPATCH' || !('agencyReference' in outcome) || !outcome.agencyReference) return;
  const referral = referralIn(draft, effect.referralId);
  if (!referral.agencyReference) replaceReferral(draft, { ...referral, agencyReference: outcome.agencyReference });
}

function faultOf(outcome: AttemptOutcome): string | undefined {
  return 'fault' in outcome ? outcome.fault : undefined;
}

function logOutcome({ log }: UsecaseDependencies, { effect }: ClaimedEffect, { kind }: AttemptOutcome): void {
  log.info(
    { effectId: effect.id, agency: effect.agencyCode, kind: effect.kind, attempt: effect.attempts, outcome: kind },
    'delivery attempt finished',
  );
}
