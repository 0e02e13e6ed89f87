import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { wageCase } from './support/case-inputs.ts';
import { opened } from './support/case-operations.ts';
import { fewestStatements } from './support/fewest-statements.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
  for (let count = 0; count < 7; count += 1) await opened(house, wageCase());
});

afterAll(() => house.close());

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

async function page(field: string, first?: number | null, after?: string | null) {
  const { data, errors } = await house.run<{ page: Connection } | null>(
    'window',
    `query ($first: Int, $after: String) { page: ${field}(first: $first, after: $after) {
      edges { cursor node { id } } nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`,
    { ...(first !== undefined && { first }), ...(after !== undefined && { after }) },
  );
  return { connection: data?.page, errors };
}

async function goodPage(field: string, first?: number | null, after?: string | null): Promise<Connection> {
  const { connection, errors } = await page(field, first, after);
  expect(errors).toEqual([]);
  if (!connection) throw new Error('no page');
  return connection;
}

/** Page after page to the end. */
async function walk(
  field: string,
  first: number,
  between: () => Promise<void> = async () => {},
): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Connection = await goodPage(field, first, after);
    ids.push(...nodes.map(({ id }) => id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    await between();
  } while (after !== null);
  return ids;
}

const LISTS = ['people', 'cases', 'referrals'] as const;

describe.each(LISTS)('%s', (field) => {
  it('are counted for nobody who does not ask', async () => {
    const statements = (asked: string) =>
      fewestStatements(house, () => house.run('window', `{ page: ${field}(first: 2) { ${asked} } }`));

    const uncounted = await statements('nodes { id }');

    expect(await statements('totalCount nodes { id }')).toBe(uncounted + 1);
  });

  it('are the same whatever the size of the page, each there once', async () => {
    const whole = await goodPage(field, 100);

    expect(whole.nodes.length).toBe(whole.totalCount);
    expect(whole.nodes.length).toBeGreaterThan(6);
    expect(await walk(field, 2)).toEqual(whole.nodes.map(({ id }) => id));
    expect(await walk(field, 7)).toEqual(whole.nodes.map(({ id }) => id));
  });

  it('say where a page begins and ends, and whether there is more on either side', async () => {
    const first = await goodPage(field, 3);
    const second = await goodPage(field, 3, first.pageInfo.endCursor);

    expect(first.edges.map(({ node }) => node)).toEqual(first.nodes);
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges[2]?.cursor,
    });
    expect(second.pageInfo).toMatchObject({ hasPreviousPage: true });
    expect(second.totalCount).toBe(first.totalCount);
  });

  it('are twenty to a page unless asked otherwise', async () => {
    const all = (await goodPage(field, 100)).totalCount;

    expect((await goodPage(field)).nodes).toHaveLength(Math.min(20, all));
    expect((await goodPage(field, null)).nodes).toHaveLength(Math.min(20, all));
  });

  it.each([0, -1, 101, 2_147_483_647, -2_147_483_648])('refuse a page of %d', async (first) => {
    const { connection, errors } = await page(field, first);

    expect(connection).toBeUndefined();
    expect(errors).toMatchObject([
      { path: ['page'], extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('1 到 100') },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['nonsense', 'nonsense'],
    ['another’s cursor form', Buffer.from('cursor:1').toString('base64url')],
    ['a number', Buffer.from('k:12').toString('base64url')],
    ['dashes only', Buffer.from(`k:${'-'.repeat(36)}`).toString('base64url')],
    ['digits only', Buffer.from(`k:${'0'.repeat(36)}`).toString('base64url')],
    ['more behind it', Buffer.from(`k:${crypto.randomUUID()}' OR 1=1`).toString('base64url')],
    ['a line behind it', Buffer.from(`k:${crypto.randomUUID()}\n`).toString('base64url')],
    ['a book', 'A'.repeat(100_000)],
    ['the global id of an item', 'Y2FzOjAxOTkwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMQ'],
  ])('refuse a forged cursor: %s', async (_what, after) => {
    const { errors } = await page(field, 5, after);

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(errors)).not.toContain(after.slice(0, 50) || 'k:');
  });

  it('are none after a cursor that lies behind the last', async () => {
    const last = (await goodPage(field, 100)).pageInfo.endCursor;

    expect(await goodPage(field, 5, last)).toMatchObject({
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });
});

describe('while new cases come in', () => {
  it.each(['cases', 'referrals'] as const)('%s are neither shown twice nor left out', async (field) => {
    const before = (await goodPage(field, 100)).nodes.map(({ id }) => id);

    const walked = await walk(field, 2, async () => void (await opened(house, wageCase())));

    expect(walked).toEqual(before);
    expect((await goodPage(field, 1)).totalCount).toBeGreaterThan(before.length);
  });

  it('people who were there are neither shown twice nor left out', async () => {
    const before = (await goodPage('people', 100)).nodes.map(({ id }) => id);

    const walked = await walk('people', 20, async () => void (await opened(house, wageCase())));

    expect(walked.filter((id) => before.includes(id))).toEqual(before);
    expect(new Set(walked).size).toBe(walked.length);
  });
});

describe('the lists of feeds', () => {
  it.each(['leads', 'feedImports'] as const)('%s are empty until something comes', async (field) => {
    expect(await goodPage(field, 5)).toEqual({
      edges: [],
      nodes: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
    expect((await page(field, 101)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect((await page(field, 5, Buffer.from(`k:${'-'.repeat(36)}`).toString('base64url'))).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});
