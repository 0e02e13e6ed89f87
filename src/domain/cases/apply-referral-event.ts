import { AGENCY_EVENTS } from '#domain/agencies/inbound-content.ts';
import { settleAttention } from '#domain/cases/attention.ts';
import { cancelUnsent } from '#domain/cases/cancel-unsent.ts';
import {
  record,
  referralIn,
  replaceEffect,
  replaceReferral,
  type CaseDraft,
  type ProgressContext,
} from '#domain/cases/case-draft.ts';
import { isCaseOver } from '#domain/cases/case-transitions.ts';
import { moveClocks } from '#domain/cases/move-clocks.ts';
import { settleStep } from '#domain/cases/settle-step.ts';
import { answerableOutcomes, REFUSED_OUTCOME, stepOf } from '#domain/catalogue/service-item.ts';
import {
  isReferralOver,
  nextReferralStatus,
  refusalOf,
  type ReferralEvent,
  type ReferralRefusal,
} from '#domain/referrals/referral-transitions.ts';
import type { ReasonCode, Referral } from '#domain/referrals/referral.ts';

export interface ReferralChange {
  readonly event: ReferralEvent;
  readonly agencyReference?: string | undefined;
  readonly businessStatus?: string | undefined;
  /** For COMPLETE: what came of it. For a RECALL because of silence: what the silence counts as. */
  readonly outcome?: string | undefined;
  readonly reasonCode?: ReasonCode | undefined;
  readonly note?: string | undefined;
  /** The agency's number of this answer; recorded, so that late and repeated ones can be told. */
  readonly sequence?: number | undefined;
}

export type ReferralProgress =
  | { readonly applied: true }
  | { readonly applied: false; readonly refusal: ReferralRefusal | 'OUTCOME_UNKNOWN' };

/**
 * The one way a referral changes: by an event of the table, with its clocks, its event in the timeline and what
 * follows in the plan. A refused event changes nothing but a line in the timeline when it came from an agency.
 */
export function applyReferralEvent(
  draft: CaseDraft,
  referralId: string,
  change: ReferralChange,
  context: ProgressContext,
): ReferralProgress {
  const before = referralIn(draft, referralId);
  const to = nextReferralStatus(before.status, change.event);
  if (!to) return { applied: false, refusal: refusalOf(before.status, change.event) ?? 'NOT_NOW' };
  const step = stepOf(draft.item, before.stepKey);
  if (change.event === 'COMPLETE' && !answerableOutcomes(draft.item, step).some((code) => code === change.outcome)) {
    return { applied: false, refusal: 'OUTCOME_UNKNOWN' };
  }

  const after: Referral = {
    ...before,
    ...milestones(before, change.event, context.now),
    status: to,
    outcome: outcomeOf(change),
    agencyReference: change.agencyReference ?? before.agencyReference,
    businessStatus: change.businessStatus ?? before.businessStatus,
    // A return or refusal has its own reason or none; that of an earlier supplement request is not it.
    reasonCode:
      change.event === 'RETURN' || change.event === 'REFUSE'
        ? change.reasonCode
        : (change.reasonCode ?? before.reasonCode),
    replySequence: Math.max(before.replySequence, change.sequence ?? 0),
  };
  replaceReferral(draft, after);
  if (isAnswer(change.event)) confirmDispatch(draft, referralId);
  record(draft, timelineEntry(before, after, change), context);
  moveClocks(draft, before, after, context);
  if (isReferralOver(to)) cancelUnsent(draft, referralId);
  if (after.outcome && !isCaseOver(draft.case.status)) settleStep(draft, after, context);
  settleAttention(draft, context);
  return { applied: true };
}

/** Only what ends a step carries an outcome; one that comes with an earlier milestone is not taken for the end. */
function outcomeOf(change: ReferralChange): string | undefined {
  if (change.event === 'REFUSE') return REFUSED_OUTCOME;
  return change.event === 'COMPLETE' || change.event === 'RECALL' ? change.outcome : undefined;
}

const EVENT_NAMES: Readonly<Record<ReferralEvent, string>> = {
  DELIVER: 'referral.delivered',
  RECEIVE: 'referral.received',
  ACCEPT: 'referral.accepted',
  START: 'referral.started',
  REQUEST_SUPPLEMENT: 'referral.supplement-requested',
  PROVIDE_SUPPLEMENT: 'referral.supplement-provided',
  RETURN: 'referral.returned',
  REFUSE: 'referral.refused',
  COMPLETE: 'referral.completed',
  RECALL: 'referral.recalled',
  DOUBT: 'referral.delivery-doubted',
  CONFIRM_DELIVERY: 'referral.delivery-confirmed',
  DENY_DELIVERY: 'referral.delivery-denied',
};

function timelineEntry(before: Referral, after: Referral, change: ReferralChange) {
  return {
    type: EVENT_NAMES[change.event],
    referralId: before.id,
    fromStatus: before.status,
    toStatus: after.status,
    note: change.note,
    data: {
      step: before.stepKey,
      agency: before.agencyCode,
      ...(change.agencyReference && { reference: change.agencyReference }),
      ...(change.event === 'COMPLETE' && change.outcome && { outcome: change.outcome }),
      ...(change.reasonCode && { reason: change.reasonCode }),
    },
  };
}

function isAnswer(event: ReferralEvent): boolean {
  return AGENCY_EVENTS.some((answer) => answer === event);
}

/** Whoever answers a dispatch has it: one that is still on its way or in doubt needs no further attempt. */
function confirmDispatch(draft: CaseDraft, referralId: string): void {
  for (const effect of draft.effects) {
    const open = effect.status === 'IN_DOUBT' || effect.status === 'STOPPED' || effect.status === 'PENDING';
    if (effect.referralId === referralId && effect.kind === 'DISPATCH' && open) {
      replaceEffect(draft, { ...effect, status: 'DELIVERED' });
    }
  }
}

/** An answer implies the milestones before it: whoever accepts has received. */
function milestones(referral: Referral, event: ReferralEvent, now: Date): Partial<Referral> {
  const received = ['RECEIVE', 'ACCEPT', 'START', 'REQUEST_SUPPLEMENT', 'RETURN', 'REFUSE', 'COMPLETE'].includes(event);
  const accepted = ['ACCEPT', 'START', 'COMPLETE'].includes(event);
  return {
    ...((event === 'DELIVER' || event === 'CONFIRM_DELIVERY' || received) && { sentAt: referral.sentAt ?? now }),
    ...(received && { receivedAt: referral.receivedAt ?? now }),
    ...(accepted && { acceptedAt: referral.acceptedAt ?? now }),
    ...(event === 'COMPLETE' && { completedAt: now }),
  };
}
