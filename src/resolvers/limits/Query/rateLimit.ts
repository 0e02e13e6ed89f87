import type { QueryResolvers } from '#generated/graphql.ts';

export const rateLimit: NonNullable<QueryResolvers['rateLimit']> = (_parent, _args, { allowance }) => allowance;
