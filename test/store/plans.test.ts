import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RowScope } from '#domain/access/row-scope.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { createLoaders } from '#store/loaders/index.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';

const ROWS = 100_000;
const CASES = 20_000;
const NO_CASE = '01990000-0000-7000-8000-00000000ffff';
const SCOPES: readonly RowScope[] = [
  { kind: 'DIVISION', divisionCode: '990100', subject: 'test', confidential: 'OWN' },
  { kind: 'AGENCY', agencyCode: agencyCode('union'), roles: ['UNION_MEDIATION'] },
  { kind: 'PERSON', personId: NO_CASE },
];

/** A busy year: nearly everything is finished, a little is due, some is due later. */
describe('looking through big tables', () => {
  let stage: Stage;
  let plans: readonly string[];

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
    const { caseId, referralId, effectId } = await stage.openMediation();
    const { applicantId } = await stage.app.database.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
    await fill(stage, referralId, effectId);
    plans = await plansOf(stage, async () => {
      await stage.app.system.offerDueEffects(200, 10);
      await stage.app.system.offerDueMessages(200, 10);
      await stage.app.dependencies.stores.effects.claim(effectId, 30);
      await stage.app.dependencies.stores.deadlines.due(new Date('2027-01-01'), 100);
      for (const scope of SCOPES) {
        const { prisma } = stage.app.database;
        const loaders = createLoaders(prisma, stage.app.tools, scope, stage.app.dependencies.stores.catalogue);
        // Of a case that is not there: the one that is has all of the referrals.
        await Promise.all([loaders.referralsOfCase.load(NO_CASE), loaders.person.load(applicantId)]);
      }
      const run = { id: '', region: 'CN', version: 1, divisionPrefixes: ['9901'], fence: 1, lastCaseId: undefined };
      await stage.app.dependencies.stores.recomputations.casesAfter(run, undefined, 100);
    });
  }, 120_000);
  afterAll(() => stage.close());

  it.each(['effect', 'deadline', 'inbound_message', 'attempt', 'referral'])('never reads the whole of %s', (table) => {
    const touching = plans.filter((plan) => plan.includes(table));

    expect(touching.length).toBeGreaterThan(0);
    expect(touching.filter((plan) => new RegExp(`Seq Scan on ${table}\\b`).test(plan))).toEqual([]);
  });

  it('reads few rows to find what is due, not the finished ones on the way', () => {
    const wasteful = plans.filter((plan) =>
      [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].some(([, rows]) => Number(rows) > 5_000),
    );

    expect(wasteful).toEqual([]);
  });
});

/** Rows that differ in what the searches look at, and are otherwise copies of the one real case. */
async function fill(stage: Stage, referralId: string, effectId: string): Promise<void> {
  await withClient(stage, async (client) => {
    await client.query(
      `INSERT INTO referral (id, case_id, step_key, round, agency_code, office_id, role, status, version, created_at)
       SELECT gen_random_uuid(), case_id, step_key, n + 1, agency_code, office_id, role, 'COMPLETED', 1, created_at
         FROM referral, generate_series(1, ${ROWS}) n WHERE id = $1`,
      [referralId],
    );
    await client.query(`
      INSERT INTO effect (id, referral_id, agency_code, kind, position, status, attempts, fence, next_attempt_at, created_at)
      SELECT gen_random_uuid(), id, agency_code, 'DISPATCH', 1, CASE WHEN round % 500 = 0 THEN 'PENDING' ELSE 'DELIVERED' END, 1, 1,
             now() + CASE WHEN round % 1000 = 0 THEN interval '1 hour' ELSE interval '-1 hour' END, now()
        FROM referral WHERE round > 1`);
    await client.query(
      `INSERT INTO attempt (effect_id, number, action, started_at, finished_at, outcome)
       SELECT id, 1, 'SEND', now(), now(), 'DELIVERED' FROM effect WHERE id <> $1`,
      [effectId],
    );
    await client.query(
      `INSERT INTO deadline (id, case_id, referral_id, rule, rule_frozen, status, started_on, due_on, due_at, provisional, computation, pauses)
       SELECT gen_random_uuid(), case_id, r.id, rule, rule_frozen, CASE WHEN round % 500 = 0 THEN 'RUNNING' ELSE 'MET' END, started_on,
              due_on, due_at + interval '1 day', provisional, computation, pauses
         FROM deadline d JOIN referral r USING (case_id) WHERE d.referral_id = $1 AND round > 1`,
      [referralId],
    );
    await client.query(`
      INSERT INTO inbound_message (id, agency_code, message_id, via, body_hash, body_sealed, status, received_at)
      SELECT gen_random_uuid(), 'union', n::text, 'POLL', '\\x00', '\\x00', CASE WHEN n % 500 = 0 THEN 'STORED' ELSE 'APPLIED' END, now()
        FROM generate_series(1, ${ROWS}) n`);
    // Each of a person of their own, or one plan would be right for people with thousands of cases.
    await client.query(`
      INSERT INTO person
      SELECT (jsonb_populate_record(p, jsonb_build_object(
               'id', gen_random_uuid(), 'resident_id_index', '\\x' || md5(n::text), 'created_at', now() + n * interval '1 ms'))).*
        FROM person p, generate_series(1, ${CASES}) n WHERE p.id = (SELECT applicant_id FROM "case")`);
    await client.query(`
      INSERT INTO "case"
      SELECT (jsonb_populate_record(c, jsonb_build_object(
               'id', gen_random_uuid(), 'acceptance_no', 'YM' || n, 'applicant_id', shared.id))).*
        FROM "case" c, generate_series(1, ${CASES}) n
        JOIN (SELECT id, row_number() OVER (ORDER BY created_at DESC) AS n FROM person) shared USING (n)`);
    await client.query(`
      UPDATE referral SET case_id = shared.id
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM "case") shared
       WHERE round > 1 AND shared.n = 1 + round % ${CASES}`);
    await client.query('ANALYZE');
  });
}

/** How PostgreSQL carries out the statements that `work` sends, with the parameters it sends them with. */
async function plansOf(stage: Stage, work: () => Promise<unknown>): Promise<readonly string[]> {
  const sent: { query: string; params: string }[] = [];
  // The test app's client reports its statements; its type does not say so, since other clients do not.
  const client = stage.app.database.prisma as unknown as {
    $on(event: 'query', listener: (query: { query: string; params: string }) => void): void;
  };
  client.$on('query', ({ query, params }) => void sent.push({ query, params }));
  await work();
  return withClient(stage, async (explaining) => {
    const plans: string[] = [];
    for (const { query, params } of sent.filter((each) => EXPLAINED.test(each.query))) {
      await explaining.query('BEGIN');
      // As before `work`, so that the statement finds what it found then.
      await explaining.query(
        'UPDATE effect SET offered_at = NULL, lease_until = NULL WHERE offered_at IS NOT NULL OR lease_until IS NOT NULL',
      );
      await explaining.query('UPDATE inbound_message SET offered_at = NULL WHERE offered_at IS NOT NULL');
      const plan = await explain(explaining, query, JSON.parse(params) as Value[]);
      await explaining.query('ROLLBACK');
      plans.push(`${query}\n${plan}`);
    }
    return plans;
  });
}

type Value = string | number | boolean | null | readonly string[];

const EXPLAINED = /^\s*(\/\* prepared \*\/\s*)?(SELECT|WITH|UPDATE)/;

const textOf = (value: Exclude<Value, null>): string =>
  typeof value === 'object' ? `{${value.join(',')}}` : String(value);

/** A statement that is kept by its connection has to do with one plan for all values. */
async function explain(client: pg.Client, query: string, values: readonly Value[]): Promise<string> {
  const kept = query.trimStart().startsWith('/* prepared */');
  if (kept) {
    await client.query('SET LOCAL plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE kept AS ${query}`);
  }
  const given = values.map((value) => (value === null ? 'NULL' : pg.escapeLiteral(textOf(value))));
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (ANALYZE, COSTS OFF) ${kept ? `EXECUTE kept${given.length > 0 ? `(${given.join(', ')})` : ''}` : query}`,
    kept ? [] : [...values],
  );
  if (kept) await client.query('DEALLOCATE kept');
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

async function withClient<Result>(stage: Stage, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: stage.app.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
