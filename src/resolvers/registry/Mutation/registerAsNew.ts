import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';
import { decidedMatch } from '../decided-match.ts';

export const registerAsNew: NonNullable<MutationResolvers['registerAsNew']> = (_parent, { input }, { usecases }) =>
  answering(async () =>
    decidedMatch(
      usecases,
      await usecases.registerAsNew({
        idempotencyKey: input.idempotencyKey,
        reviewId: requireRowId('MatchReview', input.reviewId, 'reviewId'),
        residentId: input.residentId ?? undefined,
        name: input.name ?? undefined,
      }),
    ),
  );
