import type { DeadlineResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const Deadline: DeadlineResolvers = {
  id: ({ id }) => globalId('Deadline', id),
  dueOn: ({ computation }) => computation.dueOn,
  dueAt: ({ computation }) => computation.dueAt,
  rawDueOn: ({ computation }) => computation.rawDueOn,
  notices: ({ computation }) => computation.notices,
  provisional: ({ computation }) => computation.provisional,
  explanation: ({ computation }) => computation.explanation,
  skippedDays: ({ computation }, _args, { language }) =>
    computation.skipped.map(({ date, because }) => ({ date, because: because[language] })),
};
