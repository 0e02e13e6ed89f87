import { localDate } from '#domain/referrals/local-date.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const loopClosure: NonNullable<QueryResolvers['loopClosure']> = (
  _parent,
  { divisionCode, from, to },
  { usecases },
) =>
  answering(async () => ({
    loopClosure: await usecases.showLoopClosure({ divisionCode, from: localDate(from), to: localDate(to) }),
  }));
