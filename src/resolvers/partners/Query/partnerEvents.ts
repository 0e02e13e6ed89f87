import { RequestRefusedError } from '#domain/errors.ts';
import type { PartnerEventPage } from '#domain/partners/partner-stores.ts';
import type { QueryResolvers } from '#generated/graphql.ts';
import { pageRequest } from '#resolvers/connection.ts';
import { eventCursor, positionOf } from '../event-cursor.ts';

export const partnerEvents: NonNullable<QueryResolvers['partnerEvents']> = async (_parent, args, { usecases }) => {
  const { first } = pageRequest({ first: args.first });
  const after = positionOf(args.after);
  const types = args.types ?? undefined;
  try {
    const page = await usecases.readPartnerEvents({ first, after, types, agencyCode: args.agencyCode ?? undefined });
    return { ...pageOf(page, after !== undefined), userErrors: [] };
  } catch (error) {
    if (!(error instanceof RequestRefusedError)) throw error;
    return { ...pageOf(undefined, false), userErrors: error.faults };
  }
};

/** The last cursor is there on an empty page, too: it is where to go on. */
function pageOf(page: PartnerEventPage | undefined, hasPreviousPage: boolean) {
  const nodes = page?.items ?? [];
  const edges = nodes.map((node) => ({ cursor: eventCursor(node.position), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: page?.hasNextPage ?? false,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: page ? eventCursor(page.cursor) : null,
    },
  };
}
