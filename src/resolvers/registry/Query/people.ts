import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const people: NonNullable<QueryResolvers['people']> = async (_parent, args, { usecases }) => {
  const page = pageRequest(args);
  return connection(await usecases.listPeople(page), page);
};
