import type { Viewer } from '#domain/access/viewer.ts';
import { reportStage as report } from '#domain/cases/report-stage.ts';
import type { StageEvent } from '#domain/disputes/dispute-stage.ts';
import { stageOf } from '#domain/disputes/stage-course.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { changeReferral, type ReferralInput, type ReferralResult } from '#usecases/referrals/index.ts';

export interface ReportStageInput extends ReferralInput {
  readonly event: StageEvent;
  readonly allPartiesAgree?: boolean | undefined;
  readonly note?: string | undefined;
}

/** A handler says where a dispute stands. Idempotent by its key; throws RequestRefusedError. */
export async function reportStage(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ReportStageInput,
): Promise<ReferralResult> {
  const { event, allPartiesAgree } = input;
  const note = input.note ? checkNote(input.note, ['note']) : undefined;
  return changeReferral(deps, viewer, input, {
    name: 'reportStage',
    by: 'HANDLER',
    change: (draft, referral, context) => {
      const progress = report(draft, referral.id, { event, allPartiesAgree, note }, context);
      if (progress.applied) return progress;
      const { refusal } = progress;
      if (refusal === 'ALREADY_OVER') return { applied: false, refusal };
      const currentStatus = stageOf(referral);
      refuse(refusal, ['event'], currentStatus && refusal === 'STAGE_NOT_NOW' ? { currentStatus } : undefined);
    },
  });
}
