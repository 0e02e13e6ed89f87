import type { Viewer } from '#domain/access/viewer.ts';
import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { IntakeForm } from '#domain/cases/case.ts';
import { provideSupplement as provide } from '#domain/cases/provide-supplement.ts';
import { recallReferral as recall } from '#domain/cases/recall-referral.ts';
import { resendReferral as resend } from '#domain/cases/resend-referral.ts';
import { resolveDoubt as resolve } from '#domain/cases/resolve-doubt.ts';
import { refuse, RequestRefusedError } from '#domain/errors.ts';
import { nextOfficeFor } from '#usecases/cases/index.ts';
import { formFaults, writtenForm } from '#usecases/check-form.ts';
import { checkNote } from '#usecases/check-note.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { changeReferral, type ReferralInput, type ReferralResult } from '#usecases/referrals/change-referral.ts';

// What the sender of a referral can do about it. Each is idempotent by its key and throws RequestRefusedError.

export interface CorrectedInput extends ReferralInput {
  readonly note: string;
  /** Only the answers that change; merged into the case's form and checked as a whole. */
  readonly form?: IntakeForm | undefined;
}

export function provideSupplement(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: CorrectedInput,
): Promise<ReferralResult> {
  const note = checkNote(input.note, ['note']);
  return changeReferral(deps, viewer, input, {
    name: 'provideSupplement',
    by: 'SENDER',
    change: (draft, referral, context) => {
      correctForm(draft, input.form);
      return provide(draft, referral.id, note, context);
    },
  });
}

export function resendReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: CorrectedInput,
): Promise<ReferralResult> {
  const note = checkNote(input.note, ['note']);
  return changeReferral(deps, viewer, input, {
    name: 'resendReferral',
    by: 'SENDER',
    change: (draft, referral, context) => {
      correctForm(draft, input.form);
      const next = resend(draft, referral.id, note, context);
      return next ? { showInstead: next.id } : { applied: false, refusal: 'NOT_NOW' };
    },
  });
}

export interface RerouteReferralInput extends ReferralInput {
  readonly note: string;
}

/**
 * Agrees with a return: the step goes to the next office that can act, past those that have had it. After the second
 * return whoever gets it leads. Throws RequestRefusedError NO_AGENCY_AVAILABLE with the reasons when there is none.
 */
export function rerouteReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: RerouteReferralInput,
): Promise<ReferralResult> {
  const note = checkNote(input.note, ['note']);
  return changeReferral(deps, viewer, input, {
    name: 'rerouteReferral',
    by: 'SENDER',
    change: async (draft, referral, context, tx) => {
      const { office, reasons } = await nextOfficeFor(tx, draft, referral.stepKey);
      if (!office) refuse('NO_AGENCY_AVAILABLE', ['referralId'], { reasons });
      const next = resend(draft, referral.id, note, context, office);
      return next ? { showInstead: next.id } : { applied: false, refusal: 'NOT_NOW' };
    },
  });
}

export interface RecallReferralInput extends ReferralInput {
  readonly reason: string;
}

export function recallReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: RecallReferralInput,
): Promise<ReferralResult> {
  const reason = checkNote(input.reason, ['reason']);
  return changeReferral(deps, viewer, input, {
    name: 'recallReferral',
    by: 'SENDER',
    change: (draft, referral, context) => recall(draft, referral.id, reason, context),
  });
}

export interface ResolveDoubtInput extends ReferralInput {
  readonly recorded: boolean;
  readonly note: string;
}

export function resolveDoubt(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ResolveDoubtInput,
): Promise<ReferralResult> {
  const note = checkNote(input.note, ['note']);
  return changeReferral(deps, viewer, input, {
    name: 'resolveDoubt',
    by: 'SENDER',
    change: (draft, referral, context) => resolve(draft, referral.id, input.recorded, note, context),
  });
}

function correctForm(draft: CaseDraft, correction: IntakeForm | undefined): void {
  if (!correction) return;
  const form = { ...draft.case.form, ...correction };
  const faults = formFaults(draft.item.form, form);
  if (faults.length > 0) throw new RequestRefusedError(faults);
  draft.case = { ...draft.case, form: writtenForm(draft.item.form, form) };
}
