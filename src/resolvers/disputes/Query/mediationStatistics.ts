import { localDate } from '#domain/referrals/local-date.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const mediationStatistics: NonNullable<QueryResolvers['mediationStatistics']> = (
  _parent,
  { divisionCode, from, to },
  { usecases },
) =>
  answering(async () => ({
    statistics: await usecases.countMediations({ divisionCode, from: localDate(from), to: localDate(to) }),
  }));
