import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';
import { decidedMatch } from '../decided-match.ts';

export const confirmMatch: NonNullable<MutationResolvers['confirmMatch']> = (_parent, { input }, { usecases }) =>
  answering(async () =>
    decidedMatch(
      usecases,
      await usecases.confirmMatch({
        idempotencyKey: input.idempotencyKey,
        reviewId: requireRowId('MatchReview', input.reviewId, 'reviewId'),
        personId: requireRowId('Person', input.personId, 'personId'),
      }),
    ),
  );
