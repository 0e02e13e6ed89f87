import type { QueryResolvers } from '#generated/graphql.ts';

export const agency: NonNullable<QueryResolvers['agency']> = async (_parent, { code }, { usecases }) =>
  (await usecases.findAgency(code)) ?? null;
