import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const quarantinedMessages: NonNullable<QueryResolvers['quarantinedMessages']> = async (
  _parent,
  args,
  { usecases },
) => {
  const page = pageRequest(args);
  return connection(await usecases.listQuarantinedMessages(args.agency ?? undefined, page), page);
};
