import { localDate } from '#domain/referrals/local-date.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const reconciliationItems: NonNullable<QueryResolvers['reconciliationItems']> = async (
  _parent,
  { state, agency, owner, from, to, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const filter = {
    state: state ?? undefined,
    agency: agency ?? undefined,
    owner: owner ?? undefined,
    from: from ? localDate(from) : undefined,
    to: to ? localDate(to) : undefined,
  };
  return connection(await usecases.listReconciliationItems(filter, page), page);
};
