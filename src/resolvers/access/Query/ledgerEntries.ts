import { EMPTY_PAGE } from '#domain/page.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const ledgerEntries: NonNullable<QueryResolvers['ledgerEntries']> = async (
  _parent,
  { filter, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const personId = filter?.personId ? rowIdOf('Person', filter.personId) : undefined;
  const caseId = filter?.caseId ? rowIdOf('Case', filter.caseId) : undefined;
  // Nothing is recorded of what is no id; it must not look as if nothing had been asked for.
  const known = (asked: unknown, id: string | undefined) => asked === undefined || asked === null || id !== undefined;
  if (!known(filter?.personId, personId) || !known(filter?.caseId, caseId)) return connection(EMPTY_PAGE, page);
  const found = await usecases.listLedgerEntries(
    {
      personId,
      caseId,
      viewer: filter?.viewer ?? undefined,
      from: filter?.from ?? undefined,
      to: filter?.to ?? undefined,
    },
    page,
  );
  return connection(found, page);
};
