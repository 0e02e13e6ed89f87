import type { QueryResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const personByResidentId: NonNullable<QueryResolvers['personByResidentId']> = (
  _parent,
  { residentId },
  { usecases },
) => answering(async () => ({ person: (await usecases.findPersonByResidentId(residentId)) ?? null }));
