import type { CalendarImportResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const CalendarImport: CalendarImportResolvers = {
  id: ({ id }) => globalId('CalendarImport', id),
  by: ({ importedBy }) => importedBy,
  done: ({ finishedAt }) => finishedAt !== undefined,
};
