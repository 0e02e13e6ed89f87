import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const linkSuggestions: NonNullable<QueryResolvers['linkSuggestions']> = async (
  _parent,
  { personId },
  { usecases },
) => {
  const id = rowIdOf('Person', personId);
  return (id && (await usecases.suggestLinks(id))) || [];
};
