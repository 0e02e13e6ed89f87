import { applyReferralEvent, type ReferralChange, type ReferralProgress } from '#domain/cases/apply-referral-event.ts';
import { record, referralIn, replaceReferral, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import type { StageEvent } from '#domain/disputes/dispute-stage.ts';
import { courseOf, nextStage, stageOf, type StageRefusal, stageRefusalOf } from '#domain/disputes/stage-course.ts';
import { isReferralOver, nextReferralStatus } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

export interface StageReport extends Pick<ReferralChange, 'agencyReference' | 'businessStatus' | 'sequence' | 'note'> {
  readonly event: StageEvent;
  /** For an extension of a mediation, which takes the agreement of all parties. */
  readonly allPartiesAgree?: boolean | undefined;
}

export type StageProgress =
  | { readonly applied: true }
  | { readonly applied: false; readonly refusal: StageRefusal | 'ALREADY_OVER' };

/**
 * Moves a dispute along its stages, and its referral with it where the stage says so: whoever holds a hearing has begun.
 * An ended referral moves on only where its own ending has a sequel, such as an agreement that is performed.
 */
export function reportStage(
  draft: CaseDraft,
  referralId: string,
  { event, allPartiesAgree, note, ...reported }: StageReport,
  context: ProgressContext,
): StageProgress {
  const before = referralIn(draft, referralId);
  if (isReferralOver(before.status) && before.status !== 'COMPLETED')
    return { applied: false, refusal: 'ALREADY_OVER' };
  const refusal = stageRefusalOf(before, event, { allPartiesAgree });
  if (refusal) return { applied: false, refusal };
  const stage = nextStage(before, event);
  const from = stageOf(before);
  const implied = courseOf(before.role)?.implies[event];
  if (implied && nextReferralStatus(before.status, implied)) {
    applyReferralEvent(draft, referralId, { event: implied, ...reported }, context);
  }
  const moved = referralIn(draft, referralId);
  replaceReferral(draft, { ...moved, ...kept(moved, reported), stage });
  record(
    draft,
    {
      type: 'referral.stage-changed',
      referralId,
      note,
      data: {
        step: before.stepKey,
        agency: before.agencyCode,
        role: before.role,
        from: from ?? '',
        stage: stage ?? '',
      },
    },
    context,
  );
  return { applied: true };
}

export interface StagedAnswer extends ReferralChange {
  readonly stage?: StageEvent | undefined;
}

/** An agency's answer that may tell a stage besides: a milestone known already does not hide the stage that came with it. */
export function applyStagedAnswer(
  draft: CaseDraft,
  referralId: string,
  { stage, ...change }: StagedAnswer,
  context: ProgressContext,
): ReferralProgress {
  if (!stage) return applyReferralEvent(draft, referralId, change, context);
  const { agencyReference, businessStatus, sequence, note } = change;
  const report = { event: stage, allPartiesAgree: true, agencyReference, businessStatus, sequence, note };
  const reported = reportStage(draft, referralId, report, context);
  if (!reported.applied) return applyReferralEvent(draft, referralId, change, context);
  // The stage may say less than the answer it came with; what is written about both is written once.
  if (!nextReferralStatus(referralIn(draft, referralId).status, change.event)) return reported;
  return applyReferralEvent(draft, referralId, { ...change, note: undefined }, context);
}

function kept(referral: Referral, { agencyReference, businessStatus, sequence = 0 }: Omit<StageReport, 'event'>) {
  return {
    agencyReference: agencyReference ?? referral.agencyReference,
    businessStatus: businessStatus ?? referral.businessStatus,
    replySequence: Math.max(referral.replySequence, sequence),
  };
}
