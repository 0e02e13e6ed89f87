import { GraphQLError } from 'graphql';
import { MAX_PAGE_SIZE, type Page, type PageRequest } from '#domain/page.ts';

const CURSOR = /^k:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Arguments of a connection field. A page size out of bounds or a cursor not of ours is the caller's mistake: BAD_USER_INPUT. */
export function pageRequest(args: {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}): PageRequest {
  const first = args.first ?? 20;
  if (first < 1 || first > MAX_PAGE_SIZE) {
    throw new GraphQLError(`first 应在 1 到 ${MAX_PAGE_SIZE} 之间 / must be between 1 and ${MAX_PAGE_SIZE}`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  if (args.after === null || args.after === undefined) return { first };
  const after = CURSOR.exec(Buffer.from(args.after.slice(0, 80), 'base64url').toString())?.[1];
  if (!after) {
    throw new GraphQLError('after 不是本接口给出的游标 / is not a cursor of this field', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return { first, after };
}

const COUNT_ALL = Symbol('countAll');

export function connection<Item extends { readonly id: string }>(page: Page<Item>, request: PageRequest) {
  const edges = page.items.map((node) => ({ cursor: Buffer.from(`k:${node.id}`).toString('base64url'), node }));
  return {
    edges,
    nodes: page.items,
    totalCount: null,
    [COUNT_ALL]: page.countAll,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: request.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Of every connection: counts when the field is asked for, and not for each page that is turned. */
export async function resolveTotalCount(parent: { readonly [COUNT_ALL]?: Page<unknown>['countAll'] }) {
  return (await parent[COUNT_ALL]?.()) ?? null;
}
