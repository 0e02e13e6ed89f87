import type { QueryResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const person: NonNullable<QueryResolvers['person']> = async (_parent, { id }, { loaders }) => {
  const personId = rowIdOf('Person', id);
  return (personId && (await loaders.person.load(personId))) || null;
};
