import type { App } from '#app/create-app.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { addDays, localDate, type LocalDate, startOfLocalDay } from '#domain/referrals/local-date.ts';
import type { Connection } from '#store/database.ts';
import { openBenchApp } from './open-bench-app.ts';

const TODAY = localDate('2026-11-20');
const NOW = startOfLocalDay(TODAY);
const DAYS = 365;
const PERIODS = [1, 31, 92, 365];
const ROUNDS = 3;

/** What the loop-closure figures cost by the length of the period asked for, beside a plain count of the same tables. */
export async function benchLoopClosure(cases: number): Promise<void> {
  const bench = await openBenchApp(NOW);
  try {
    const started = performance.now();
    await store(bench.app, cases);
    console.log(`${cases} cases of a year with referral and three clocks each, stored in ${seconds(started)} s\n`);
    const whole = await time(() => scan(bench.app));
    console.log(`plain count of every referral and clock                ${whole.toFixed(0).padStart(7)} ms`);
    for (const days of PERIODS) await measure(bench.app, days);
    await measureDay(bench.app);
  } finally {
    await bench.close();
  }
}

async function measure(app: App, days: number): Promise<void> {
  const question = { divisionCode: '990100', from: addDays(TODAY, -days), to: addDays(TODAY, -1), now: NOW };
  const { loopClosure } = app.dependencies.stores;
  const ms = await time(() => Promise.all([loopClosure.cases(question), loopClosure.agencies(question)]));
  const { accepted, withoutClock } = await loopClosure.cases(question);
  const figures = `${accepted} accepted, ${withoutClock} without a clock`;
  console.log(
    `loop closure of ${String(days).padStart(3)} days, the whole city (${figures.padEnd(40)}) ${ms.toFixed(0).padStart(7)} ms`,
  );
}

/** What one agency was sent on one day, among all effects. */
async function measureDay(app: App): Promise<void> {
  const day: LocalDate = addDays(TODAY, -40);
  const { reconciliations, ledgerLines } = app.dependencies.stores;
  const [agency] = await app.database.prisma.$queryRaw<{ code: AgencyCode }[]>`
    SELECT agency_code AS code FROM effect GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`;
  if (!agency) throw new RangeError('nothing was stored');
  const id = await reconciliations.request({
    id: app.dependencies.ids.next(),
    agencyCode: agency.code,
    day,
    requestedBy: 'bench',
    requestedAt: NOW,
  });
  const run = await reconciliations.claim(id, 600);
  if (!run) throw new RangeError('nobody else works here');
  const down = await time(() => ledgerLines.putDownOurs(run));
  const { count } = await ledgerLines.summarise(run, 'OURS');
  const digest = await time(() => ledgerLines.summarise(run, 'OURS'));
  console.log(
    `our side of one day and agency (${count} effects): put down ${down.toFixed(0)} ms, digest ${digest.toFixed(0)} ms`,
  );
}

/** The best of some rounds, since others use the machine. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    await work();
    rounds.push(performance.now() - started);
  }
  return Math.min(...rounds);
}

async function scan(app: App): Promise<void> {
  await app.database.prisma.$queryRaw`
    SELECT (SELECT count(status) FROM referral)::int AS referrals, (SELECT count(status) FROM deadline)::int AS clocks`;
}

/** Spread without chance over a year, the counties and the agencies; one in ten is open, one in twenty late. */
async function store({ database }: App, cases: number): Promise<void> {
  await database.prisma.$transaction((tx) => storeIn(tx, cases), { timeout: 3_600_000 });
  await database.prisma.$executeRawUnsafe('VACUUM ANALYZE');
}

async function storeIn(prisma: Connection, cases: number): Promise<void> {
  // Millions of rows made from each other need no check of what they refer to.
  await prisma.$executeRaw`SET LOCAL session_replication_role = replica`;
  await prisma.$executeRaw`
    INSERT INTO "case" (id, acceptance_no, service_item_version_id, service_item_code, applicant_id, status, version, channel,
                        division_code, form_sealed, confidential, plan, opened_by, opened_at)
    SELECT gen_random_uuid(), 'bench-' || n, v.id, v.code, p.id, CASE WHEN n % 10 = 0 THEN 'IN_PROGRESS' ELSE 'CLOSED' END, 1,
           'WINDOW', d.codes[1 + n % cardinality(d.codes)], '\\x00', false, '{}', 'bench',
           ${NOW}::timestamptz - make_interval(mins => 1 + (n::bigint * ${DAYS} * 1440 / ${cases})::int)
      FROM generate_series(0, ${cases - 1}) n,
           (SELECT id, code FROM service_item_version LIMIT 1) v, (SELECT id FROM person LIMIT 1) p,
           (SELECT array_agg(code ORDER BY code) AS codes FROM division WHERE code LIKE '9901%') d`;
  await prisma.$executeRaw`
    INSERT INTO referral (id, case_id, step_key, round, agency_code, office_id, role, status, version, created_at, sent_at,
                          received_at, accepted_at, ended_at)
    SELECT gen_random_uuid(), c.id, 'bench', 1, o.agency_code, o.id, o.role,
           CASE WHEN c.status = 'CLOSED' THEN 'COMPLETED' ELSE 'ACCEPTED' END, 1, c.opened_at, c.opened_at,
           c.opened_at + interval '1 hour', c.opened_at + interval '1 day',
           CASE WHEN c.status = 'CLOSED' THEN c.opened_at + interval '5 days' END
      FROM "case" c JOIN agency_office o ON o.id = (SELECT offices.ids[1 + (hashtext(c.acceptance_no) & 7)] FROM
           (SELECT array_agg(id ORDER BY id) AS ids FROM agency_office) offices)`;
  await prisma.$executeRaw`
    INSERT INTO deadline (id, case_id, referral_id, rule, rule_frozen, status, started_on, due_on, due_at, provisional,
                          computation, pauses, ended_at)
    SELECT gen_random_uuid(), r.case_id, r.id, 'BENCH', '{}',
           CASE WHEN hashtext(r.id::text || n) % 60 = 0 THEN 'EXPIRED' WHEN r.ended_at IS NULL THEN 'RUNNING' ELSE 'MET' END,
           r.created_at::date, r.created_at::date + 400, r.created_at + interval '400 days', false, '{}', '[]', r.ended_at
      FROM referral r, generate_series(1, 3) n`;
  await prisma.$executeRaw`
    INSERT INTO effect (id, referral_id, agency_code, kind, position, status, next_attempt_at, created_at, finished_at)
    SELECT gen_random_uuid(), id, agency_code, 'DISPATCH', 1, 'DELIVERED', created_at, created_at, created_at FROM referral`;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(1);
}
