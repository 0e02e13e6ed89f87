import type { QueryResolvers } from '#generated/graphql.ts';

export const serviceItemVersions: NonNullable<QueryResolvers['serviceItemVersions']> = (
  _parent,
  { code },
  { usecases },
) => usecases.listVersions(code);
