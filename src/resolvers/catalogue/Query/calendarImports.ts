import type { QueryResolvers } from '#generated/graphql.ts';
import { connection, pageRequest } from '#resolvers/connection.ts';

export const calendarImports: NonNullable<QueryResolvers['calendarImports']> = async (_parent, args, { usecases }) => {
  const page = pageRequest(args);
  return connection(await usecases.listCalendarImports(page), page);
};
