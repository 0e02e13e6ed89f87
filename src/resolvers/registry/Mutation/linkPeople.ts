import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const linkPeople: NonNullable<MutationResolvers['linkPeople']> = (_parent, { input }, { usecases }) =>
  answering(async () => {
    const { result, replayed } = await usecases.linkPeople({
      idempotencyKey: input.idempotencyKey,
      keepId: requireRowId('Person', input.keepId, 'keepId'),
      mergeId: requireRowId('Person', input.mergeId, 'mergeId'),
      reason: input.reason,
    });
    return { link: (await usecases.findPersonLink(result.linkId)) ?? null, replayed };
  });
