import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError, type AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import type { InquiryOutcome, SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { ClaimedEffect } from '#domain/cases/case-stores.ts';
import type { StoppedDelivery } from '#domain/cases/settle-delivery.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { callAgency, longestCallMs } from '#usecases/call-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { effectMessage } from '#usecases/referrals/effect-message.ts';

/** NOT_WANTED: its referral ended before it left, so nobody is told anything. */
export type AttemptOutcome =
  | SendOutcome
  | StoppedDelivery
  | { readonly kind: 'IN_DOUBT' }
  | { readonly kind: 'NOT_WANTED' }
  /** Failed before anything left the house: the agency has no part in it. */
  | { readonly kind: 'RETRY'; readonly fault: AgencyFaultClass; readonly unsent: true };

/**
 * Does what the agency's contract allows: after an unclear attempt, send the same key again (HONOURED), ask first
 * (INQUIRY), or leave it to a person (NONE). Never throws. `leaseEnds` is on the monotonic clock.
 */
export async function attemptDelivery(
  deps: UsecaseDependencies,
  claimed: ClaimedEffect,
  leaseEnds: number,
): Promise<AttemptOutcome> {
  const connector = deps.connectors.get(claimed.effect.agencyCode);
  if (!connector?.send)
    return { kind: 'STOPPED', fault: 'NOT_SUPPORTED', reason: 'no connector can send to this agency' };
  let surelyNothing = !claimed.effect.unclear;
  if (claimed.effect.unclear && connector.effectKey === 'NONE') return { kind: 'IN_DOUBT' };
  if (claimed.effect.unclear && connector.effectKey === 'INQUIRY') {
    const found = await inquire(deps, connector, claimed);
    if (found.kind === 'UNKNOWN') return found;
    if (found.kind === 'RECORDED') return { ...found, kind: 'RECEIVED' };
    surelyNothing = true;
  }
  return send(deps, connector, claimed, { leaseEnds, surelyNothing });
}

async function inquire(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  { effect }: ClaimedEffect,
): Promise<InquiryOutcome> {
  try {
    const found = await callAgency(deps, async (call) => connector.inquire?.(effectKeyOf(effect.id), call));
    return found ?? { kind: 'UNKNOWN', fault: 'NOT_SUPPORTED' };
  } catch (error) {
    return { kind: 'UNKNOWN', fault: faultBehind(deps, error, effect.id) };
  }
}

async function send(
  deps: UsecaseDependencies,
  connector: AgencyConnector,
  claimed: ClaimedEffect,
  { leaseEnds, surelyNothing }: { leaseEnds: number; surelyNothing: boolean },
): Promise<AttemptOutcome> {
  let message;
  try {
    message = await effectMessage(deps, claimed, surelyNothing);
  } catch (error) {
    // Nothing has left the house yet, so there is nothing to be in doubt about, whatever went wrong.
    return { kind: 'RETRY', fault: faultBehind(deps, error, claimed.effect.id), unsent: true };
  }
  if (!message) return { kind: 'NOT_WANTED' };
  // A process that was stopped in the meantime (SIGSTOP, a long pause of the machine) may no longer hold the lease.
  if (performance.now() + longestCallMs(deps) > leaseEnds) return { kind: 'RETRY', fault: 'TIMEOUT', unsent: true };
  try {
    const outcome = await callAgency(deps, async (call) =>
      connector.send?.(message, effectKeyOf(claimed.effect.id), call),
    );
    return outcome ?? { kind: 'UNKNOWN', fault: 'NOT_SUPPORTED' };
  } catch (error) {
    return { kind: 'UNKNOWN', fault: faultBehind(deps, error, claimed.effect.id) };
  }
}

function faultBehind(deps: UsecaseDependencies, error: unknown, effectId: string): AgencyFaultClass {
  deps.log.error({ err: error, effectId }, 'delivery attempt failed unexpectedly');
  return error instanceof AgencyUnavailableError ? error.fault : 'SERVER_ERROR';
}
