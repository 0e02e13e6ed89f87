import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const deadLetters: NonNullable<QueryResolvers['deadLetters']> = async (_parent, args, { usecases }) => {
  const page = pageRequest(args);
  return connection(await usecases.listDeadLetters(args.agency ?? undefined, page), page);
};
