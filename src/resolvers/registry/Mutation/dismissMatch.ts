import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';
import { decidedMatch } from '../decided-match.ts';

export const dismissMatch: NonNullable<MutationResolvers['dismissMatch']> = (_parent, { input }, { usecases }) =>
  answering(async () =>
    decidedMatch(
      usecases,
      await usecases.dismissMatch({
        idempotencyKey: input.idempotencyKey,
        reviewId: requireRowId('MatchReview', input.reviewId, 'reviewId'),
        reason: input.reason,
      }),
    ),
  );
