import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerFilter } from '#domain/access/ledger-stores.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { createAccessLedgerStore } from '#store/ledger/access-ledger-store.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const ENTRIES = 100_000;
const PEOPLE = 2_000;
const STREAM = '01990000-0000-7000-8000-00000000000a';
const personId = '01990000-0000-7000-8000-000000000001';

let testDatabase: TestDatabase;
let database: Database;
let client: pg.Client;
const sent: { query: string; params: string }[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, 2, () => {}, { onQuery: () => {} });
  const prisma = database.prisma as unknown as {
    $on(event: 'query', listener: (query: { query: string; params: string }) => void): void;
  };
  prisma.$on('query', ({ query, params }) => void sent.push({ query, params }));
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await client.query(
    `INSERT INTO ledger_entry (stream_id, sequence, id, at, viewer_subject, viewer_role, viewer_division, decision, person_id,
                               case_id, field_classes, purpose, request_id, format, hash)
     SELECT '01990000-0000-7000-8000-00000000000a', n,
            (lpad(to_hex(1772416800000 + n::bigint * 60000), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
            to_timestamp(1772416800 + n * 60), 'clerk-' || n % 300, 'WINDOW', '990100', 'SHOWN',
            ('01990000-0000-7000-8000-' || lpad((n % $2)::text, 12, '0'))::uuid,
            ('01990000-0000-7000-9000-' || lpad((n % 5000)::text, 12, '0'))::uuid,
            '{IDENTITY}', 'CASE_HANDLING', 'r', 1, '\\x00'
       FROM generate_series(1, $1::int) n`,
    [ENTRIES, PEOPLE],
  );
}, 120_000);

afterAll(async () => {
  await client.end();
  await database.close();
  await testDatabase.drop();
});

async function plansOf(work: () => Promise<unknown>, explain = 'EXPLAIN'): Promise<readonly string[]> {
  sent.length = 0;
  await work();
  const plans: string[] = [];
  for (const { query, params } of sent) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `${explain} ${query}`,
      JSON.parse(params) as unknown[],
    );
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
  }
  return plans.filter((plan) => plan.includes('ledger_entry'));
}

const store = () => createAccessLedgerStore(database.prisma);
const page = { first: 20 };
const filters: readonly [string, LedgerFilter][] = [
  ['everything', {}],
  ['a person', { personId }],
  ['a case', { caseId: personId }],
  ['a viewer', { viewer: 'clerk-7' }],
  ['a day of long ago', { from: new Date('2026-03-03T00:00:00Z'), to: new Date('2026-03-04T00:00:00Z') }],
];

describe(`among ${ENTRIES} looks that the planner has not been told of`, () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a page for the verification', () => store().entriesAfter(STREAM, 50_000, 100)],
    ['the streams', () => store().streams()],
    ['what stands where an anchor says', () => store().compare([{ streamId: STREAM, sequence: 7 }])],
  ])('%s takes no more rows than it shows', async (_what, work) => {
    const plans = await plansOf(work, 'EXPLAIN (ANALYZE)');

    const rows = plans.flatMap((plan) =>
      [...plan.matchAll(/actual time=\S+ rows=(\d+)/g)].map(([, count]) => Number(count)),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(Math.max(...rows)).toBeLessThanOrEqual(101);
  });
});

describe(`among ${ENTRIES} looks`, () => {
  beforeAll(async () => void (await client.query('ANALYZE')));

  it.each<[string, () => Promise<unknown>]>([
    ['a page of who looked at me', () => store().aboutPerson(personId, page)],
    ['one look', () => store().findAboutPerson(personId, '019caf00-0000-7000-8000-000000000001')],
    ...filters.map(([what, filter]): [string, () => Promise<unknown>] => [
      `the newest of ${what}`,
      () => store().list(filter, page),
    ]),
    ['the streams', () => store().streams()],
    ['a page for the verification', () => store().entriesAfter(STREAM, 50_000, 100)],
    ['what stands where an anchor says', () => store().compare([{ streamId: STREAM, sequence: 7 }])],
  ])('%s is found by an index alone', async (_what, work) => {
    const plans = await plansOf(work);

    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) {
      expect(plan).toMatch(/Index/);
      expect(plan).not.toMatch(/Seq Scan on ledger_entry/);
      // Sorting a page is nothing; sorting the table is what an index in the wrong order comes to.
      expect(plan).not.toMatch(/Sort.*rows=\d{5,}/);
    }
  });

  it('shows a person their own, newest first', async () => {
    const { items, hasNextPage } = await store().aboutPerson(personId, page);

    expect(items).toHaveLength(20);
    expect(hasNextPage).toBe(true);
    expect(items.every((item) => item.own && item.personId === personId)).toBe(true);
    expect(items.map(({ at }) => at.getTime())).toEqual(items.map(({ at }) => at.getTime()).toSorted((a, b) => b - a));
  });
});
