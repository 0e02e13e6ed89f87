import type { QueryResolvers } from '#generated/graphql.ts';

export const caseByAcceptanceNo: NonNullable<QueryResolvers['caseByAcceptanceNo']> = async (
  _parent,
  { acceptanceNo },
  { usecases },
) => (await usecases.findCaseByAcceptanceNo(acceptanceNo)) ?? null;
