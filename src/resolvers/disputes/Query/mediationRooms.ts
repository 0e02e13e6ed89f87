import type { QueryResolvers } from '#generated/graphql.ts';

export const mediationRooms: NonNullable<QueryResolvers['mediationRooms']> = (
  _parent,
  { divisionCode, kind },
  { usecases },
) => usecases.listMediationRooms(divisionCode, kind ?? undefined);
