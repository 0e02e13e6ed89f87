import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const partnerKeys: NonNullable<QueryResolvers['partnerKeys']> = async (
  _parent,
  { agencyCode, kind, live, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const filter = { agencyCode: agencyCode ?? undefined, kind: kind ?? undefined, live: live ?? undefined };
  return connection(await usecases.listPartnerKeys(filter, page), page);
};
