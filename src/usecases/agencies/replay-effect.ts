import { deliveryScopeOf } from '#domain/access/delivery-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { replayEffect as replay } from '#domain/cases/replay-effect.ts';
import { refuse } from '#domain/errors.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { progressContext } from '#usecases/progress-context.ts';

export interface ReplayEffectInput {
  readonly idempotencyKey: string;
  readonly effectId: string;
  readonly reason: string;
}

/**
 * Sends one dead letter again under its own key, with a new budget; the case's timeline says who did and why. Idempotent
 * by its key; throws RequestRefusedError NOT_FOUND, or TRANSITION_REFUSED when somebody was quicker.
 */
export async function replayEffect(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: ReplayEffectInput,
): Promise<OnceResult<{ referralId: string }>> {
  const reason = checkNote(input.reason, ['reason']);
  return once(deps, { viewer, operation: 'replayEffect', idempotencyKey, input }, async (tx) => {
    const letter = await tx.deadLetters.find(deliveryScopeOf(viewer), input.effectId);
    if (!letter) refuse('NOT_FOUND', ['deadLetterId']);
    const draft = (await tx.cases.loadDraftOfReferral(letter.referralId)) ?? refuse('NOT_FOUND', ['deadLetterId']);
    const context = await progressContext(deps, tx, draft.case.divisionCode, viewer.subject);
    if (!replay(draft, letter.id, reason, context)) refuse('TRANSITION_REFUSED', ['deadLetterId']);
    await tx.cases.saveDraft(draft);
    await tx.operatorActions.add({
      id: deps.ids.next(),
      action: 'EFFECT_REPLAYED',
      agencyCode: letter.agencyCode,
      subjectId: letter.id,
      actor: viewer.subject,
      reason,
      at: deps.clock.now(),
    });
    return { referralId: letter.referralId };
  });
}
