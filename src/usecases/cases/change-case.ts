import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { CaseDraft, ProgressContext } from '#domain/cases/case-draft.ts';
import { rateCase as rate } from '#domain/cases/rate-case.ts';
import { withdrawCase as withdraw } from '#domain/cases/withdraw-case.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

export interface WithdrawCaseInput {
  readonly idempotencyKey: string;
  readonly caseId: string;
  readonly reason: string;
}

/** Ends a case at the applicant's wish and recalls what is open. Idempotent by its key; throws RequestRefusedError. */
export function withdrawCase(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: WithdrawCaseInput,
): Promise<OnceResult<{ caseId: string }>> {
  const reason = checkNote(input.reason, ['reason']);
  return changeCase(deps, viewer, 'withdrawCase', input, (draft, context) => withdraw(draft, reason, context));
}

export interface RateCaseInput {
  readonly idempotencyKey: string;
  readonly caseId: string;
  readonly score: number;
  readonly comment?: string | undefined;
}

/** Records the rating and closes the case. Idempotent by its key; throws RequestRefusedError. */
export function rateCase(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: RateCaseInput,
): Promise<OnceResult<{ caseId: string }>> {
  if (input.score < 1 || input.score > 5) refuse('CHOICE_INVALID', ['score']);
  const comment = input.comment ? checkNote(input.comment, ['comment']) : undefined;
  return changeCase(deps, viewer, 'rateCase', input, (draft, context) => rate(draft, input.score, comment, context));
}

async function changeCase(
  deps: UsecaseDependencies,
  viewer: Viewer,
  operation: string,
  input: { readonly idempotencyKey: string; readonly caseId: string },
  change: (draft: CaseDraft, context: ProgressContext) => boolean,
): Promise<OnceResult<{ caseId: string }>> {
  const { idempotencyKey, ...rest } = input;
  const visible = await deps.stores.cases.find(rowScopeOf(viewer), input.caseId);
  if (!visible) refuse('NOT_FOUND', ['caseId']);
  return once(deps, { viewer, operation, idempotencyKey, input: rest }, async (tx) => {
    const draft = await tx.cases.loadDraft(input.caseId);
    if (!draft) refuse('NOT_FOUND', ['caseId']);
    const done = change(draft, await progressContext(deps, tx, draft.case.divisionCode, viewer.subject));
    if (!done) refuse('TRANSITION_REFUSED', ['caseId'], { currentStatus: draft.case.status });
    await tx.cases.saveDraft(draft);
    return { caseId: draft.case.id };
  });
}
