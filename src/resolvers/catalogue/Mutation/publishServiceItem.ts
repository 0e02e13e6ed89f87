import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const publishServiceItem: NonNullable<MutationResolvers['publishServiceItem']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const { result, replayed } = await usecases.publishServiceItem({
      idempotencyKey: input.idempotencyKey,
      versionId: requireRowId('ServiceItemVersion', input.versionId, 'versionId'),
    });
    return { version: (await usecases.findVersion(result.versionId)) ?? null, replayed };
  });
