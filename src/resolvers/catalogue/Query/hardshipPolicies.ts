import type { QueryResolvers } from '#generated/graphql.ts';

export const hardshipPolicies: NonNullable<QueryResolvers['hardshipPolicies']> = (
  _parent,
  { divisionCode },
  { usecases },
) => usecases.listHardshipPolicies(divisionCode);
