import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const rehearseServiceItem: NonNullable<MutationResolvers['rehearseServiceItem']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const { result, replayed } = await usecases.rehearseServiceItem({
      idempotencyKey: input.idempotencyKey,
      versionId: requireRowId('ServiceItemVersion', input.versionId, 'versionId'),
    });
    return { rehearsal: (await usecases.findRehearsal(result.rehearsalId)) ?? null, replayed };
  });
