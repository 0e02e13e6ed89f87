import type { AgencyCall, AgencyConnector } from '#domain/agencies/agency-connector.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { type FinishedDelivery, settleDelivery } from '#domain/cases/settle-delivery.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { backOffSeconds } from '#domain/referrals/back-off.ts';
import type { ClaimedEffect } from '#domain/stores.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';
import { effectMessage } from '#usecases/referrals/effect-message.ts';

/**
 * One attempt to deliver one effect. Safe to call at any time, by anyone, any number of times: the claim decides.
 *
 * The attempt is written before the call, so a process that dies in between leaves a trace; whoever claims next knows
 * that the outcome is unclear and does what the agency's contract allows: send the same key again (HONOURED), ask first
 * (INQUIRY), or leave it to a person (NONE).
 */
export async function dispatchEffect(deps: UsecaseDependencies, effectId: string): Promise<void> {
  const leaseSeconds = Math.ceil((deps.agencyCallMs * 2) / 1000) + LEASE_MARGIN_SECONDS;
  const leaseEnds = performance.now() + leaseSeconds * 1000;
  const claimed = await deps.stores.effects.claim(effectId, leaseSeconds);
  if (!claimed) return;
  const connector = deps.connectors.get(claimed.effect.agencyCode);
  const outcome = connector?.send
    ? await attempt(deps, connector, claimed, leaseEnds)
    : ({ kind: 'STOPPED', fault: 'NOT_SUPPORTED', reason: 'no connector can send to this agency' } as const);
  await settle(deps, claimed, outcome);
}

/** Room for writing the outcome after the last possible moment of the call. */
const LEASE_MARGIN_SECONDS = 4;

type AttemptOutcome = SendOutcome | { readonly kind: 'IN_DOUBT' };

async function attempt(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  claimed: ClaimedEffect,
  leaseEnds: number,
): Promise<AttemptOutcome> {
  const key = effectKeyOf(claimed.effect.id);
  try {
    if (claimed.effect.unclear) {
      if (connector.effectKey === 'NONE') return { kind: 'IN_DOUBT' };
      if (connector.effectKey === 'INQUIRY') {
        const found = await connector.inquire?.(key, call(deps));
        if (!found || found.kind === 'UNKNOWN') return { kind: 'UNKNOWN', fault: found?.fault ?? 'NOT_SUPPORTED' };
        if (found.kind === 'RECORDED') return { ...found, kind: 'RECEIVED' };
      }
    }
    const message = await effectMessage(deps, claimed);
    // A process that was stopped in the meantime (SIGSTOP, a long pause of the machine) may no longer hold the lease.
    if (performance.now() + deps.agencyCallMs > leaseEnds) return { kind: 'RETRY', fault: 'TIMEOUT' };
    return (await connector.send?.(message, key, call(deps))) ?? { kind: 'UNKNOWN', fault: 'NOT_SUPPORTED' };
  } catch (error) {
    deps.log.error({ err: error, effectId: claimed.effect.id }, 'delivery attempt failed unexpectedly');
    return { kind: 'UNKNOWN', fault: 'SERVER_ERROR' };
  }
}

function call(deps: UsecaseDependencies): AgencyCall {
  return {
    deadline: new Date(Date.now() + deps.agencyCallMs),
    signal: AbortSignal.timeout(deps.agencyCallMs),
  };
}

async function settle(deps: UsecaseDependencies, claimed: ClaimedEffect, outcome: AttemptOutcome): Promise<void> {
  const { effect, fence, caseId } = claimed;
  await deps.unitOfWork.run(async (tx) => {
    // The case is locked before the fence is read, in the order every other writer takes them.
    const draft = await tx.cases.loadDraft(caseId);
    if (!draft || !(await tx.effects.holdsFence(effect.id, fence))) return;
    if (outcome.kind === 'RETRY' || outcome.kind === 'UNKNOWN') {
      // What was unclear stays unclear until the agency itself has cleared it up.
      const unclear = outcome.kind === 'UNKNOWN' || effect.unclear;
      const asked = outcome.kind === 'RETRY' ? outcome.retryAfterSeconds : undefined;
      await tx.effects.finishAttempt(effect.id, fence, {
        outcome: outcome.kind,
        fault: outcome.fault,
        retry: { inSeconds: asked ?? backOffSeconds(effect.attempts, Math.random()), unclear },
      });
      return;
    }
    await tx.effects.finishAttempt(effect.id, fence, { outcome: outcome.kind, fault: faultOf(outcome) });
    const current = draft.effects.find((candidate) => candidate.id === effect.id);
    if (!current || current.status !== 'PENDING') return;
    settleDelivery(draft, current, outcome, progressContext(deps, draft.case.divisionCode, `agency:${effect.agencyCode}`));
    await tx.cases.saveDraft(draft);
  });
  deps.log.info(
    { effectId: effect.id, agency: effect.agencyCode, kind: effect.kind, attempt: effect.attempts, outcome: outcome.kind },
    'delivery attempt finished',
  );
}

function faultOf(outcome: FinishedDelivery): string | undefined {
  return outcome.kind === 'STOPPED' ? outcome.fault : undefined;
}
