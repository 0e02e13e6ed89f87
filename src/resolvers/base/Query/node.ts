import type { QueryResolvers } from '#generated/graphql.ts';
import { findNode } from '#resolvers/find-node.ts';

export const node: NonNullable<QueryResolvers['node']> = (_parent, { id }, context) => findNode(id, context);
