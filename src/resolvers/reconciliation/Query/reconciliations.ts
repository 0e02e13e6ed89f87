import { localDate } from '#domain/referrals/local-date.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const reconciliations: NonNullable<QueryResolvers['reconciliations']> = async (
  _parent,
  { agency, from, to, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const filter = {
    agency: agency ?? undefined,
    from: from ? localDate(from) : undefined,
    to: to ? localDate(to) : undefined,
  };
  return connection(await usecases.listReconciliations(filter, page), page);
};
