import type { QueryResolvers } from '#generated/graphql.ts';

export const serviceItem: NonNullable<QueryResolvers['serviceItem']> = async (_parent, { code }, { usecases }) =>
  (await usecases.findServiceItem(code)) ?? null;
