import { GraphQLError } from 'graphql';
import { MAX_PAGE_SIZE } from '#domain/page.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { findNode } from '#resolvers/find-node.ts';

export const nodes: NonNullable<QueryResolvers['nodes']> = (_parent, { ids }, context) => {
  if (ids.length > MAX_PAGE_SIZE) {
    throw new GraphQLError(`一次最多取 ${MAX_PAGE_SIZE} 个 / at most ${MAX_PAGE_SIZE} at once`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return Promise.all(ids.map((id) => findNode(id, context)));
};
