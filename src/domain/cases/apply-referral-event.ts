import { AGENCY_EVENTS } from '#domain/agencies/inbound-content.ts';
import { addEffect } from '#domain/cases/add-effect.ts';
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
  type Ending,
  type EndingRefusal,
  endingRefusalOf,
  terminationReasonOf,
} from '#domain/disputes/mediation-ending.ts';
import { stageAfter } from '#domain/disputes/stage-course.ts';
import {
  isReferralOver,
  nextReferralStatus,
  refusalOf,
  type ReferralEvent,
  type ReferralRefusal,
} from '#domain/referrals/referral-transitions.ts';
import type { ReasonCode, Referral } from '#domain/referrals/referral.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

/** The ending of a dispute (reason, agreement, undisputed facts) comes with COMPLETE. */
export interface ReferralChange extends Ending {
  readonly event: ReferralEvent;
  readonly agencyReference?: string | undefined;
  readonly businessStatus?: string | undefined;
  /** For COMPLETE: what came of it. For a RECALL because of silence: what the silence counts as. */
  readonly outcome?: string | undefined;
  /** For COMPLETE with an outcome that grants or pays: how much. */
  readonly amount?: Yuan | undefined;
  readonly reasonCode?: ReasonCode | undefined;
  readonly note?: string | undefined;
  /** The agency's number of this answer; recorded, so that late and repeated ones can be told. */
  readonly sequence?: number | undefined;
}

export type ReferralProgress =
  | { readonly applied: true }
  | {
      readonly applied: false;
      readonly refusal: ReferralRefusal | 'OUTCOME_UNKNOWN' | 'LEAD_FIXED' | 'AMOUNT_REQUIRED' | EndingRefusal;
    };

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
  const progress = moveReferral(draft, referralId, change, context);
  if (progress.applied) settleAttention(draft, context);
  return progress;
}

/** The same for a change that goes on: whether a person has to look is settled at its end, and not on the way. */
export function moveReferral(
  draft: CaseDraft,
  referralId: string,
  change: ReferralChange,
  context: ProgressContext,
): ReferralProgress {
  const before = referralIn(draft, referralId);
  const to = nextReferralStatus(before.status, change.event);
  if (!to) return { applied: false, refusal: refusalOf(before.status, change.event) ?? 'NOT_NOW' };
  if (change.event === 'RETURN' && before.leads) return { applied: false, refusal: 'LEAD_FIXED' };
  const step = stepOf(draft.item, before.stepKey);
  if (change.event === 'COMPLETE' && !answerableOutcomes(draft.item, step).some((code) => code === change.outcome)) {
    return { applied: false, refusal: 'OUTCOME_UNKNOWN' };
  }
  if (change.event === 'COMPLETE' && step.outcomes[change.outcome ?? '']?.needsAmount && change.amount === undefined) {
    return { applied: false, refusal: 'AMOUNT_REQUIRED' };
  }
  const contradiction = change.event === 'COMPLETE' ? endingRefusalOf(before.role, change) : undefined;
  if (contradiction) return { applied: false, refusal: contradiction };

  const after: Referral = {
    ...before,
    ...milestones(before, change.event, context.now),
    status: to,
    ...endingOf(before, change),
    ...(isReferralOver(to) && { endedAt: context.now }),
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
  // The card came first; now that the agency has accepted, the application itself follows.
  else if (after.disclosedAt && !before.disclosedAt) addEffect(draft, after, 'SUPPLEMENT', undefined, context);
  if (after.outcome && !isCaseOver(draft.case.status)) settleStep(draft, after, context);
  return { applied: true };
}

/** Only what ends a step carries an outcome; one that comes with an earlier milestone is not taken for the end. */
function outcomeOf(change: ReferralChange): string | undefined {
  if (change.event === 'REFUSE') return REFUSED_OUTCOME;
  return change.event === 'COMPLETE' || change.event === 'RECALL' ? change.outcome : undefined;
}

function endingOf(before: Referral, change: ReferralChange): Partial<Referral> {
  const outcome = outcomeOf(change);
  const stage = stageAfter(before, change.event, outcome);
  if (!outcome) return { outcome, stage };
  const { agreementKind, undisputedFacts, amount } = change;
  const terminationReason = terminationReasonOf(before.role, { ...change, outcome });
  return { outcome, stage, terminationReason, agreementKind, undisputedFacts, amount };
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
      ...(after.stage && after.stage !== before.stage && { stage: after.stage }),
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
  const takenOn = event === 'ACCEPT' || event === 'START';
  return {
    ...((event === 'DELIVER' || event === 'CONFIRM_DELIVERY' || received) && { sentAt: referral.sentAt ?? now }),
    ...(received && { receivedAt: referral.receivedAt ?? now }),
    ...(accepted && { acceptedAt: referral.acceptedAt ?? now }),
    ...(event === 'START' && { startedAt: referral.startedAt ?? now }),
    ...(takenOn && { disclosedAt: referral.disclosedAt ?? now }),
    ...(event === 'COMPLETE' && { completedAt: now }),
  };
}
