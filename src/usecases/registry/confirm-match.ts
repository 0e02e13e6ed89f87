import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { type DecidedMatch, settleReview, takeOpenReview } from '#usecases/registry/decide-match.ts';

export interface ConfirmMatchInput {
  readonly idempotencyKey: string;
  readonly reviewId: string;
  /** One of the candidates, or anyone else the viewer may see: the window may have found them by their card. */
  readonly personId: string;
}

/** A window says that a record is about somebody in the register. Nothing in the register changes. Idempotent by its key. */
export function confirmMatch(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ConfirmMatchInput,
): Promise<OnceResult<DecidedMatch>> {
  const { idempotencyKey, ...rest } = input;
  return once(deps, { viewer, operation: 'confirmMatch', idempotencyKey, input: rest }, async (tx) => {
    const review = await takeOpenReview(tx, viewer, input.reviewId);
    const person = await tx.people.find(rowScopeOf(viewer), input.personId);
    if (!person) refuse('NOT_FOUND', ['personId']);
    return settleReview(tx, deps, viewer, review, { status: 'CONFIRMED', personId: person.id });
  });
}
