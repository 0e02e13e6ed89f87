import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { addDays, localDate, startOfLocalDay } from '#domain/referrals/local-date.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';

const CASES = 40_000;
const DAY = localDate('2026-03-10');

/** A year of cases, each with a referral, an effect, an attempt and a clock; a day of it is looked at. */
describe('reconciling and counting one day out of a year', () => {
  let stage: Stage;
  let plans: readonly string[];

  beforeAll(async () => {
    stage = await openStage([fakeAgency()]);
    const { caseId } = await stage.openMediation();
    const explaining = new pg.Client({ connectionString: stage.app.databaseUrl });
    await explaining.connect();
    await fill(explaining, caseId);
    plans = await plansOf(stage, explaining, async () => {
      const { reconciliations, ledgerLines, loopClosure } = stage.app.dependencies.stores;
      const id = await reconciliations.request({
        id: stage.app.dependencies.ids.next(),
        agencyCode: agencyCode('union'),
        day: DAY,
        requestedBy: 'test',
        requestedAt: stage.clock.now(),
      });
      const run = await reconciliations.claim(id, 60);
      if (!run) throw new RangeError('nobody else works here');
      await ledgerLines.putDownOurs(run);
      await ledgerLines.otherDays(run);
      const question = { divisionCode: '990101', from: DAY, to: DAY, now: stage.clock.now() };
      await loopClosure.cases(question);
      await loopClosure.agencies(question);
    });
    await explaining.end();
  }, 180_000);
  afterAll(() => stage.close());

  it.each(['case', 'referral', 'effect', 'deadline', 'attempt'])('reads no whole table of %s', (table) => {
    const touching = plans.filter((plan) => new RegExp(`on "?${table}"?\\b`).test(plan));

    expect(touching.length).toBeGreaterThan(0);
    expect(touching.filter((plan) => new RegExp(`Seq Scan on "?${table}"?\\b`).test(plan))).toEqual([]);
  });
});

async function fill(client: pg.Client, caseId: string): Promise<void> {
  const { rows } = await client.query<{ column_name: string }>(
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'case'",
  );
  const changed: Readonly<Record<string, string>> = {
    id: 'gen_random_uuid()',
    acceptance_no: "'copy-' || n",
    opened_at: '$2::timestamptz + make_interval(mins => (n * 13) % 525600)',
  };
  const names = rows.map((row) => row.column_name);
  await client.query(
    `INSERT INTO "case" (${names.map((name) => `"${name}"`).join()})
     SELECT ${names.map((name) => changed[name] ?? `"${name}"`).join()}
       FROM "case", generate_series(1, ${CASES}) n WHERE id = $1`,
    [caseId, startOfLocalDay(addDays(DAY, -180))],
  );
  await client.query(
    `INSERT INTO referral (id, case_id, step_key, round, agency_code, office_id, role, status, version, created_at, sent_at, ended_at)
     SELECT gen_random_uuid(), c.id, r.step_key, 1, r.agency_code, r.office_id, r.role, 'COMPLETED', 1, c.opened_at, c.opened_at, c.opened_at
       FROM "case" c, referral r WHERE r.case_id = $1 AND c.id <> $1`,
    [caseId],
  );
  await client.query(
    `INSERT INTO deadline (id, case_id, referral_id, rule, rule_frozen, status, started_on, due_on, due_at, provisional, computation, pauses)
     SELECT gen_random_uuid(), r.case_id, r.id, 'COPY', '{}', 'MET', r.created_at::date, r.created_at::date, r.created_at, false, '{}', '[]'
       FROM referral r WHERE r.case_id <> $1`,
    [caseId],
  );
  await client.query(
    `INSERT INTO effect (id, referral_id, agency_code, kind, position, status, next_attempt_at, created_at, finished_at)
     SELECT gen_random_uuid(), id, agency_code, 'DISPATCH', 1, 'DELIVERED', created_at, created_at, created_at
       FROM referral WHERE case_id <> $1`,
    [caseId],
  );
  await client.query(`
    INSERT INTO attempt (effect_id, number, action, started_at, finished_at, outcome)
    SELECT id, 1, 'SEND', created_at, created_at, 'RECEIVED' FROM effect WHERE status = 'DELIVERED'`);
  await client.query('ANALYZE');
}

/** How PostgreSQL would carry out what `work` sends, with the parameters it sends it with. */
async function plansOf(stage: Stage, client: pg.Client, work: () => Promise<unknown>): Promise<readonly string[]> {
  const sent: { query: string; params: string }[] = [];
  // As in plans.test.ts: the test app's client reports its statements; its type does not say so.
  const prisma = stage.app.database.prisma as unknown as {
    $on(event: 'query', listener: (query: { query: string; params: string }) => void): void;
  };
  prisma.$on('query', ({ query, params }) => void sent.push({ query, params }));
  await work();
  const plans: string[] = [];
  for (const { query, params } of sent.filter((each) => /^\s*(SELECT|WITH|INSERT)/.test(each.query))) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${query}`, JSON.parse(params) as unknown[]);
    plans.push(`${query}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
  }
  return plans;
}
