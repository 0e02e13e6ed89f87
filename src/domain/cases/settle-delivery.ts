import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { applyReferralEvent } from '#domain/cases/apply-referral-event.ts';
import { settleAttention } from '#domain/cases/attention.ts';
import { cancelRecall } from '#domain/cases/cancel-unsent.ts';
import { record, referralIn, replaceEffect, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import {
  REASON_CODES,
  type Effect,
  type EffectStatus,
  type ReasonCode,
  type StopReason,
} from '#domain/referrals/referral.ts';

/** What a finished delivery means for the effect and its referral. RETRY and UNKNOWN are not finished and not seen here. */
export type FinishedDelivery =
  | Exclude<SendOutcome, { kind: 'RETRY' | 'UNKNOWN' | 'STOPPED' }>
  | StoppedDelivery
  | { readonly kind: 'IN_DOUBT' };

/** Without `stopReason` it would fail again the same way. */
export interface StoppedDelivery {
  readonly kind: 'STOPPED';
  readonly fault?: AgencyFaultClass | undefined;
  readonly stopReason?: StopReason | undefined;
}

/**
 * Writes the end of an effect's delivery into the case. The agency's answer may have come first, over another channel;
 * then the milestones it implies are already there and the delivery adds nothing.
 */
export function settleDelivery(
  draft: CaseDraft,
  effect: Effect,
  delivery: FinishedDelivery,
  context: ProgressContext,
): void {
  if (effect.kind !== 'RECALL' && isReferralOver(referralIn(draft, effect.referralId).status)) {
    settleAfterTheEnd(draft, effect, delivery);
    return;
  }
  replaceEffect(draft, { ...effect, ...stoppedFor(effect, delivery), status: EFFECT_STATUS[delivery.kind] });
  if (effect.kind === 'DISPATCH') settleDispatch(draft, effect.referralId, delivery, context);
  if (delivery.kind === 'STOPPED') {
    record(
      draft,
      {
        type: 'effect.stopped',
        referralId: effect.referralId,
        data: {
          kind: effect.kind,
          fault: delivery.fault ?? effect.lastFault ?? 'NOT_SUPPORTED',
          reason: delivery.stopReason ?? 'WOULD_FAIL_AGAIN',
        },
      },
      context,
    );
  }
  if (delivery.kind === 'REFUSED' && effect.kind !== 'DISPATCH') {
    record(
      draft,
      {
        type: 'effect.refused',
        referralId: effect.referralId,
        data: { kind: effect.kind, reason: reasonCodeOf(delivery.reasonCode) },
      },
      context,
    );
  }
  settleAttention(draft, context);
}

function stoppedFor(effect: Effect, delivery: FinishedDelivery): Partial<Effect> {
  if (delivery.kind !== 'STOPPED') return {};
  return { stopReason: delivery.stopReason ?? 'WOULD_FAIL_AGAIN', lastFault: delivery.fault ?? effect.lastFault };
}

/**
 * It was on its way when its referral ended. Nobody has to look any more: it is not tried again, and a recall that waits
 * behind it is sent where the agency may have it and dropped where it surely has nothing.
 */
function settleAfterTheEnd(draft: CaseDraft, effect: Effect, delivery: FinishedDelivery): void {
  const status = EFFECT_STATUS[delivery.kind];
  replaceEffect(draft, { ...effect, status: status === 'STOPPED' || status === 'IN_DOUBT' ? 'CANCELLED' : status });
  const surelyNothing = delivery.kind === 'REFUSED' || (delivery.kind === 'STOPPED' && !effect.unclear);
  if (effect.kind === 'DISPATCH' && surelyNothing) cancelRecall(draft, effect.referralId);
}

const EFFECT_STATUS: Readonly<Record<FinishedDelivery['kind'], EffectStatus>> = {
  DELIVERED: 'DELIVERED',
  RECEIVED: 'DELIVERED',
  ACCEPTED: 'DELIVERED',
  REFUSED: 'REFUSED',
  STOPPED: 'STOPPED',
  IN_DOUBT: 'IN_DOUBT',
};

function settleDispatch(
  draft: CaseDraft,
  referralId: string,
  delivery: FinishedDelivery,
  context: ProgressContext,
): void {
  if (delivery.kind === 'STOPPED') return;
  if (delivery.kind === 'IN_DOUBT') {
    applyReferralEvent(draft, referralId, { event: 'DOUBT' }, context);
    return;
  }
  if (delivery.kind === 'REFUSED') {
    applyReferralEvent(draft, referralId, { event: 'REFUSE', reasonCode: reasonCodeOf(delivery.reasonCode) }, context);
    return;
  }
  const reference = { agencyReference: delivery.agencyReference, businessStatus: delivery.businessStatus };
  applyReferralEvent(draft, referralId, { event: 'DELIVER', ...reference }, context);
  if (delivery.kind === 'RECEIVED') applyReferralEvent(draft, referralId, { event: 'RECEIVE', ...reference }, context);
  if (delivery.kind === 'ACCEPTED') applyReferralEvent(draft, referralId, { event: 'ACCEPT', ...reference }, context);
}

function reasonCodeOf(text: string): ReasonCode {
  return REASON_CODES.find((code) => code === text) ?? 'OTHER';
}
