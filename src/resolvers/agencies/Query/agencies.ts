import type { QueryResolvers } from '#generated/graphql.ts';

export const agencies: NonNullable<QueryResolvers['agencies']> = (_parent, _args, { usecases }) =>
  usecases.listAgencies();
