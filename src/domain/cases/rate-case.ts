import { updateDeadlines, type CaseDraft, type ProgressContext } from '#domain/cases/case-draft.ts';
import { changeCaseStatus } from '#domain/cases/change-case-status.ts';
import { endClock } from '#domain/referrals/clock.ts';

/** The applicant's rating, 1 to 5, closes the case. False when no rating is awaited. */
export function rateCase(
  draft: CaseDraft,
  score: number,
  comment: string | undefined,
  context: ProgressContext,
): boolean {
  const rated = changeCaseStatus(
    draft,
    'RATE',
    { rating: score, ratingComment: comment, closedAt: context.now },
    context,
    { data: { score } },
  );
  if (rated) updateDeadlines(draft, (clock) => endClock(clock, 'MET', context.now));
  return rated;
}
