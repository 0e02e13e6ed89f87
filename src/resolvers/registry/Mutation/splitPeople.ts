import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const splitPeople: NonNullable<MutationResolvers['splitPeople']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.splitPeople({
      idempotencyKey: input.idempotencyKey,
      linkId: requireRowId('PersonLink', input.linkId, 'linkId'),
      reason: input.reason,
    });
    return { link: (await usecases.findPersonLink(result.linkId)) ?? null, replayed };
  });
