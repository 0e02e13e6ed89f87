import type { Viewer } from '#domain/access/viewer.ts';
import { checkNote } from '#usecases/check-note.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { type DecidedMatch, takeOpenReview } from '#usecases/registry/decide-match.ts';

export interface DismissMatchInput {
  readonly idempotencyKey: string;
  readonly reviewId: string;
  readonly reason: string;
}

/** A window leaves a record aside, with why; the same words from the agency ask nobody again. Idempotent by its key. */
export function dismissMatch(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: DismissMatchInput,
): Promise<OnceResult<DecidedMatch>> {
  const { idempotencyKey, ...rest } = input;
  return once(deps, { viewer, operation: 'dismissMatch', idempotencyKey, input: rest }, async (tx) => {
    const note = checkNote(input.reason, ['reason']);
    const { id: reviewId } = await takeOpenReview(tx, viewer, input.reviewId);
    await tx.matchReviews.decide(reviewId, 'DISMISSED', { by: viewer.subject, at: deps.clock.now(), note });
    return { reviewId };
  });
}
