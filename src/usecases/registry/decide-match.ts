import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { MatchReview, MatchReviewStatus } from '#domain/registry/match-review.ts';
import type { Stores } from '#domain/stores.ts';
import { keepLead } from '#usecases/feeds/index.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** The ids that came of a decision. */
export interface DecidedMatch {
  readonly reviewId: string;
  readonly leadId?: string | undefined;
}

/** Locks a review that still waits and lies within the viewer's scope. Throws RequestRefusedError. */
export async function takeOpenReview(tx: Stores, viewer: Viewer, reviewId: string): Promise<MatchReview> {
  const review = await tx.matchReviews.take(rowScopeOf(viewer), reviewId);
  if (!review) refuse('NOT_FOUND', ['reviewId']);
  if (review.status !== 'OPEN') refuse('TRANSITION_REFUSED', ['reviewId'], { currentStatus: review.status });
  return review;
}

/** Remembers whose the record is, and does with it what would have been done at once had its number been right. */
export async function settleReview(
  tx: Stores,
  deps: UsecaseDependencies,
  viewer: Viewer,
  review: MatchReview,
  {
    status,
    personId,
  }: { readonly status: Extract<MatchReviewStatus, 'CONFIRMED' | 'REGISTERED'>; readonly personId: string },
): Promise<DecidedMatch> {
  const owner = { personId, matched: status === 'CONFIRMED', divisionCode: review.divisionCode };
  const leadId = await keepLead(tx, review.record, owner, review.source, deps);
  await tx.matchReviews.decide(review.id, status, { by: viewer.subject, at: deps.clock.now(), personId, leadId });
  return { reviewId: review.id, leadId };
}
