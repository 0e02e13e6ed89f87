import type { Case, CaseEvent } from '#domain/cases/case.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { ClockContext, Deadline } from '#domain/referrals/clock.ts';
import { isReferralOver, waitsForResend } from '#domain/referrals/referral-transitions.ts';
import type { Effect, Referral } from '#domain/referrals/referral.ts';

/**
 * A case with everything that can change together with it. The rules replace entries by new objects and never alter
 * one; the store writes what is no longer the object it loaded, so a draft is also the list of changes.
 */
export interface CaseDraft {
  readonly item: ServiceItem;
  case: Case;
  referrals: readonly Referral[];
  effects: readonly Effect[];
  deadlines: readonly Deadline[];
  /** New events only; the earlier ones are never read to decide anything. */
  events: readonly CaseEvent[];
  nextSequence: number;
}

export interface ProgressContext extends ClockContext {
  /** Who did it: a viewer's subject, `agency:<code>`, `clock:<rule>` or `calendar`. */
  readonly actor: string;
}

export function replaceReferral(draft: CaseDraft, referral: Referral): void {
  draft.referrals = draft.referrals.map((other) => (other.id === referral.id ? referral : other));
}

export function replaceEffect(draft: CaseDraft, effect: Effect): void {
  draft.effects = draft.effects.map((other) => (other.id === effect.id ? effect : other));
}

export function updateDeadlines(draft: CaseDraft, change: (deadline: Deadline) => Deadline): void {
  draft.deadlines = draft.deadlines.map(change);
}

export function referralIn(draft: CaseDraft, referralId: string): Referral {
  const referral = draft.referrals.find((candidate) => candidate.id === referralId);
  if (!referral) throw new RangeError(`case ${draft.case.id} has no referral ${referralId}`);
  return referral;
}

/** The referral a step stands on now: its last round. */
export function latestReferral(draft: CaseDraft, stepKey: string): Referral | undefined {
  return draft.referrals.filter((referral) => referral.stepKey === stepKey).toSorted((a, b) => b.round - a.round)[0];
}

/** Whether a step has begun and has no outcome yet. */
export function isStepActive(draft: CaseDraft, stepKey: string): boolean {
  const latest = latestReferral(draft, stepKey);
  return latest !== undefined && (!isReferralOver(latest.status) || waitsForResend(latest));
}

export type NewCaseEvent = Omit<CaseEvent, 'id' | 'caseId' | 'sequence' | 'actor' | 'at' | 'data'> & {
  readonly data?: CaseEvent['data'];
};

export function record(draft: CaseDraft, event: NewCaseEvent, context: ProgressContext): void {
  draft.events = [
    ...draft.events,
    {
      ...event,
      id: context.newId(),
      caseId: draft.case.id,
      sequence: draft.nextSequence,
      actor: context.actor,
      data: event.data ?? {},
      at: context.now,
    },
  ];
  draft.nextSequence += 1;
}
