import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const draftServiceItem: NonNullable<MutationResolvers['draftServiceItem']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const { result, replayed } = await usecases.draftServiceItem(input);
    return { version: (await usecases.findVersion(result.versionId)) ?? null, replayed };
  });
