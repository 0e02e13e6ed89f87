import type { QueryResolvers } from '#generated/graphql.ts';

export const serviceItems: NonNullable<QueryResolvers['serviceItems']> = (_parent, _args, { usecases }) =>
  usecases.listServiceItems();
