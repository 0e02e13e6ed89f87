import type { PersonLinkResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const PersonLink: PersonLinkResolvers = {
  id: ({ id }) => globalId('PersonLink', id),
  keep: async ({ keepId }, _args, { loaders }) => (await loaders.person.load(keepId)) ?? null,
  merge: async ({ mergeId }, _args, { loaders }) => (await loaders.person.load(mergeId)) ?? null,
  splitReason: ({ split }) => split?.reason ?? null,
  splitBy: ({ split }) => split?.by ?? null,
  splitAt: ({ split }) => split?.at ?? null,
};
