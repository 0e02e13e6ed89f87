import { mayHandle } from '#domain/access/may-handle.ts';
import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { ReferralProgress } from '#domain/cases/apply-referral-event.ts';
import { type CaseDraft, type ProgressContext, referralIn } from '#domain/cases/case-draft.ts';
import { refuse } from '#domain/errors.ts';
import type { Referral } from '#domain/referrals/referral.ts';
import type { Stores } from '#domain/stores.ts';
import type { UserErrorCode } from '#domain/user-errors.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

export interface ReferralInput {
  readonly idempotencyKey: string;
  readonly referralId: string;
}

export type ReferralResult = OnceResult<{ referralId: string }>;

export interface ReferralOperation {
  readonly name: string;
  /** HANDLER: the agency it lies with. SENDER: whoever may see the case it belongs to. */
  readonly by: 'HANDLER' | 'SENDER';
  /** Answers the id of the referral to show when it is not the one that was named. */
  change(draft: CaseDraft, referral: Referral, context: ProgressContext, tx: Stores): Change | Promise<Change>;
}

type Change = ReferralProgress | { readonly showInstead: string };

/**
 * The frame of every change of a referral made by a person or a partner: visible, theirs to do, once per key, under the
 * case's lock, by the state table. Throws RequestRefusedError.
 */
export async function changeReferral(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ReferralInput,
  operation: ReferralOperation,
): Promise<ReferralResult> {
  const visible = await deps.stores.referrals.find(rowScopeOf(viewer), input.referralId);
  if (!visible || (operation.by === 'HANDLER' && !mayHandle(viewer, visible))) refuse('NOT_FOUND', ['referralId']);
  const { idempotencyKey, ...rest } = input;
  return once(deps, { viewer, operation: operation.name, idempotencyKey, input: rest }, async (tx) => {
    const draft = await tx.cases.loadDraft(visible.caseId);
    if (!draft) refuse('NOT_FOUND', ['referralId']);
    const referral = referralIn(draft, input.referralId);
    const context = await progressContext(deps, tx, draft.case.divisionCode, viewer.subject);
    const progress = await operation.change(draft, referral, context, tx);
    if ('showInstead' in progress) {
      await tx.cases.saveDraft(draft);
      return { referralId: progress.showInstead };
    }
    if (!progress.applied) {
      const field = WRONG_FIELDS.get(progress.refusal);
      if (field) refuse(field.code, [field.at]);
      refuse('TRANSITION_REFUSED', ['referralId'], { currentStatus: referral.status });
    }
    await tx.cases.saveDraft(draft);
    return { referralId: referral.id };
  });
}

/** Refusals for what was typed, not for where the referral stands. */
const WRONG_FIELDS: ReadonlyMap<string, { readonly code: UserErrorCode; readonly at: string }> = new Map([
  ['AMOUNT_REQUIRED', { code: 'AMOUNT_REQUIRED', at: 'amount' }],
  ['LEAD_FIXED', { code: 'RETURN_REFUSED', at: 'referralId' }],
  ['OUTCOME_UNKNOWN', { code: 'OUTCOME_UNKNOWN', at: 'outcome' }],
  ['TERMINATION_REASON_MISMATCH', { code: 'TERMINATION_REASON_MISMATCH', at: 'terminationReason' }],
  ['AGREEMENT_KIND_MISMATCH', { code: 'AGREEMENT_KIND_MISMATCH', at: 'agreementKind' }],
  ['FACTS_OF_MEDIATION_ONLY', { code: 'FACTS_OF_MEDIATION_ONLY', at: 'undisputedFacts' }],
]);
