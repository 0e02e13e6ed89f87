import type { Context } from '#resolvers/context.ts';
import type { OnceResult } from '#usecases/once.ts';
import type { DecidedMatch } from '#usecases/registry/decide-match.ts';

/** The answer to each of the three decisions on a match review, read anew. */
export async function decidedMatch(usecases: Context['usecases'], { result, replayed }: OnceResult<DecidedMatch>) {
  const { reviewId, leadId } = result;
  return {
    review: (await usecases.findMatchReview(reviewId)) ?? null,
    lead: (leadId && (await usecases.findLead(leadId))) || null,
    replayed,
  };
}
