import { EMPTY_PAGE } from '#domain/page.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

export const quarantinedRows: NonNullable<QueryResolvers['quarantinedRows']> = async (
  _parent,
  { fileId, reason, status, ...args },
  { usecases },
) => {
  const page = pageRequest(args);
  const feedFileId = fileId ? rowIdOf('FeedFile', fileId) : undefined;
  if (fileId && feedFileId === undefined) return connection(EMPTY_PAGE, page);
  const filter = { feedFileId, reason: reason ?? undefined, status: status ?? undefined };
  return connection(await usecases.listQuarantinedRows(filter, page), page);
};
