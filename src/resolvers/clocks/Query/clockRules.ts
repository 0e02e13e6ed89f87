import type { QueryResolvers } from '#generated/graphql.ts';

export const clockRules: NonNullable<QueryResolvers['clockRules']> = (_parent, { divisionCode }, { usecases }) =>
  usecases.listClockRules(divisionCode ?? undefined);
