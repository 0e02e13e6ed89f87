import type { ReasonResolvers } from '#generated/graphql.ts';

export const Reason: ReasonResolvers = { undecided: ({ undecided }) => undecided ?? false };
