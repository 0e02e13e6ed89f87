import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import type { PersonName } from '#domain/registry/person-name.ts';
import type { Phone } from '#domain/registry/phone.ts';
import { birthDateOf, sexOf } from '#domain/registry/resident-id.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';
import { makeResidentId, seededRandom } from '../support/factories/identifiers.ts';

const ROWS = 100_000;
const random = seededRandom(990_390);
const COMMON = '韦国强' as PersonName;
const PHONE = '19909909999' as Phone;

/** A city in which every tenth person has the same name, spread over a thousand counties. */
describe(`candidates among ${ROWS} people`, () => {
  let house: TestApp;
  const residentId = makeResidentId(random);
  const search = { name: COMMON, birthDate: birthDateOf(residentId), phone: PHONE, divisionCode: '990101' };

  beforeAll(async () => {
    house = await buildTestApp();
    const { stores, ids, clock } = house.app.dependencies;
    const person = {
      id: ids.next(),
      name: COMMON,
      residentId,
      phone: PHONE,
      sex: sexOf(residentId),
      divisionCode: '990101',
    };
    await stores.people.insertOrFind(person, clock.now());
    await withClient(house, async (client) => {
      await client.query(
        `INSERT INTO person (id, name_sealed, name_index, resident_id_sealed, resident_id_index, phone_index, name_birth_index,
                             sex, division_code, created_at, updated_at)
         SELECT gen_random_uuid(), name_sealed, CASE WHEN n % 10 = 0 THEN name_index ELSE sha256(n::text::bytea) END,
                resident_id_sealed, sha256(('r' || n)::bytea), sha256(('p' || n)::bytea), sha256(('b' || n)::bytea),
                sex, lpad((100000 + n % 1000)::text, 6, '0'), now(), now()
           FROM person, generate_series(1, ${ROWS}) n WHERE id = $1`,
        [person.id],
      );
      await client.query('ANALYZE person');
    });
  }, 120_000);
  afterAll(() => house.close());

  it('are found by indexes alone, however common the name', async () => {
    const plans = await plansOf(house, async () => {
      const { candidates } = house.app.dependencies.stores;
      expect(await candidates.find(search)).toHaveLength(1);
      expect(await candidates.findAlike(search)).toHaveLength(1);
      expect(await candidates.findAlike({ ...search, phone: undefined })).toEqual([]);
    });

    const touching = plans.filter((plan) => plan.includes('FROM "public"."person"'));
    expect(touching.length).toBeGreaterThan(3);
    // Looked at with what was really searched for: each finds the one person.
    expect(touching.filter((plan) => !/Index Scan.*rows=1\.00/.test(plan))).toEqual([]);
    expect(touching.filter((plan) => /Seq Scan on person\b/.test(plan))).toEqual([]);
    const wasted = touching.flatMap((plan) =>
      [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, rows]) => Number(rows)),
    );
    expect(wasted.filter((rows) => rows > 100)).toEqual([]);
  });

  it('among entries without an index are found once it is written', async () => {
    const { candidates } = house.app.dependencies.stores;
    const byBirth = { ...search, phone: undefined, divisionCode: '450000' };
    await withClient(house, (client) =>
      client.query(
        "UPDATE person SET name_birth_index = NULL WHERE resident_id_index NOT IN (SELECT sha256(('r' || n)::bytea) FROM generate_series(1, $1::int) n)",
        [ROWS],
      ),
    );
    expect(await candidates.find(byBirth)).toEqual([]);

    const progress: number[] = [];
    const written = await house.app.system.fillPersonIndexes((sofar) => void progress.push(sofar));

    expect(written).toBeGreaterThan(1);
    expect(progress.at(-1)).toBe(written);
    expect(await candidates.find(byBirth)).toHaveLength(1);
    expect(await house.app.system.fillPersonIndexes(() => {})).toBe(0);
  });

  it('live in the county, its townships and villages, and nowhere else', async () => {
    const { stores, ids, clock } = house.app.dependencies;
    const name = '覃同名' as PersonName;
    for (const divisionCode of ['990101', '990101001', '990101001002', '990102', '990100']) {
      const number = makeResidentId(random, { bornFrom: localDate('1970-01-01') });
      await stores.people.insertOrFind(
        { id: ids.next(), name, residentId: number, sex: sexOf(number), divisionCode },
        clock.now(),
      );
    }

    const found = await stores.candidates.find({ name, divisionCode: '990101001' });

    expect(found.map(({ person }) => person.divisionCode)).toEqual(['990101', '990101001', '990101001002']);
  });
});

/** How PostgreSQL carries out the statements that `work` sends, with the parameters it sends them with. */
async function plansOf(house: TestApp, work: () => Promise<unknown>): Promise<readonly string[]> {
  const sent: { query: string; params: string }[] = [];
  // The test app's client reports its statements; its type does not say so, since other clients do not.
  const client = house.app.database.prisma as unknown as {
    $on(event: 'query', listener: (query: { query: string; params: string }) => void): void;
  };
  client.$on('query', ({ query, params }) => void sent.push({ query, params }));
  await work();
  return withClient(house, async (explaining) => {
    const plans: string[] = [];
    for (const { query, params } of sent.filter((each) => each.query.startsWith('SELECT'))) {
      const values = (JSON.parse(params) as unknown[]).map((value) =>
        isIndex(value) ? Buffer.from(value, 'base64') : value,
      );
      const { rows } = await explaining.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN (ANALYZE, COSTS OFF) ${query}`,
        values,
      );
      plans.push(`${query}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
    }
    return plans;
  });
}

/** Blind indexes have 32 bytes, which the client reports in base64. */
function isIndex(value: unknown): value is string {
  return typeof value === 'string' && /^[\w+/]{43}=$/.test(value);
}

async function withClient<Result>(house: TestApp, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: house.app.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
