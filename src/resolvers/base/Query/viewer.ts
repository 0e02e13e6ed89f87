import type { QueryResolvers } from '#generated/graphql.ts';

export const viewer: NonNullable<QueryResolvers['viewer']> = (_parent, _args, context) => context.viewer;
