import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { FrozenFacts, IntakeForm } from '#domain/cases/case.ts';
import type { PastDecisionStore, PastPage, PastQuestion } from '#domain/catalogue/catalogue-stores.ts';
import type { ClockStart } from '#domain/catalogue/clock-rule.ts';
import type { PastCase, PastClock, PastDecision } from '#domain/catalogue/past-decision.ts';
import type { DeadlineStatus } from '#domain/referrals/clock.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { type CryptoProvider, SealBrokenError } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';

/**
 * In SQL, since a page through the client's models would bring every reason and clock rule of every plan along. The
 * keyset is the id: rows that come while a run goes on do not shift its pages.
 */
export function createPastDecisionStore(db: Connection, crypto: CryptoProvider): PastDecisionStore {
  return {
    async count(stage, { serviceItemCode, until }) {
      if (stage === 'CASES') return db.case.count({ where: { serviceItemCode, openedAt: { lte: until } } });
      const rows = await db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM refused_intake r
         WHERE r.service_item_code = ${serviceItemCode} AND r.refused_at <= ${until}::timestamptz
           AND NOT EXISTS (SELECT 1 FROM "case" c WHERE c.applicant_id = r.person_id
             AND c.service_item_code = r.service_item_code AND c.opened_at >= r.refused_at)`;
      return rows[0]?.count ?? 0;
    },
    async cases(question, page) {
      const rows = await readCaseRows(db, question, page);
      const clocks = Map.groupBy(await readClockRows(db, rows), (row) => row.case_id);
      return rows.map((row): PastCase => ({
        ...toDecision(row, 'case', crypto),
        steps: row.steps,
        clocks: (clocks.get(row.id) ?? []).map(toClock),
      }));
    },
    async refusedIntakes({ serviceItemCode, until }, { after = BEFORE_ALL, limit }) {
      const rows = await db.$queryRaw<DecisionRow[]>`
        SELECT r.id::text, r.service_item_version_id::text AS version_id, r.division_code, r.workplace_division,
               r.refused_at AS decided_at, r.form_sealed, r.facts_sealed, to_jsonb(r.confirmed_passports) AS confirmed
          FROM refused_intake r
         WHERE r.service_item_code = ${serviceItemCode} AND r.id > ${after}::uuid AND r.refused_at <= ${until}::timestamptz
           AND NOT EXISTS (SELECT 1 FROM "case" c WHERE c.applicant_id = r.person_id
             AND c.service_item_code = r.service_item_code AND c.opened_at >= r.refused_at)
         ORDER BY r.id LIMIT ${limit}`;
      return rows.map((row) => toDecision(row, 'refused_intake', crypto));
    },
    async offices() {
      const rows = await db.agencyOffice.findMany({ select: { id: true, role: true, divisionCode: true } });
      return rows.map((row) => ({ ...row, role: row.role as AgencyRole }));
    },
  };
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface DecisionRow {
  id: string;
  version_id: string;
  division_code: string;
  workplace_division: string | null;
  decided_at: Date;
  form_sealed: Uint8Array;
  facts_sealed: Uint8Array | null;
  confirmed: string[];
}

interface CaseRow extends DecisionRow {
  steps: PastCase['steps'];
}

interface ClockRow {
  case_id: string;
  rule: string;
  start: string;
  status: string;
  started_on: string;
  due_at: Date;
  paused_on: string | null;
  pauses: PastClock['pauses'];
  ended_at: Date | null;
}

/** Exported for the bench, which reads the same rows without doing anything to them. */
export function readCaseRows(
  db: Connection,
  { serviceItemCode, until }: PastQuestion,
  { after = BEFORE_ALL, limit }: PastPage,
): Promise<CaseRow[]> {
  return db.$queryRaw<CaseRow[]>`
    SELECT c.id::text, c.service_item_version_id::text AS version_id, c.division_code, c.workplace_division,
           c.opened_at AS decided_at, c.form_sealed, c.facts_sealed,
           jsonb_path_query_array(c.plan, '$.passports[*] ? (exists (@.confirmedBy)).key') AS confirmed,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('key', s -> 'key', 'officeId', s -> 'officeId')), '[]')
              FROM jsonb_array_elements(c.plan -> 'steps') s) AS steps
      FROM "case" c
     WHERE c.service_item_code = ${serviceItemCode} AND c.id > ${after}::uuid AND c.opened_at <= ${until}::timestamptz
     ORDER BY c.id LIMIT ${limit}`;
}

export function readClockRows(db: Connection, cases: readonly { readonly id: string }[]): Promise<ClockRow[]> {
  return db.$queryRaw<ClockRow[]>`
    SELECT case_id::text, rule, rule_frozen ->> 'start' AS start, status, started_on::text, due_at, paused_on::text,
           pauses, ended_at
      FROM deadline WHERE case_id = ANY(${cases.map(({ id }) => id)}::uuid[]) AND status <> 'CANCELLED'`;
}

function toDecision(row: DecisionRow, table: 'case' | 'refused_intake', crypto: CryptoProvider): PastDecision {
  return {
    id: row.id,
    versionId: row.version_id,
    divisionCode: row.division_code,
    workplaceDivision: row.workplace_division ?? undefined,
    decidedAt: row.decided_at,
    known: openKnown(row, table, crypto),
    confirmedPassports: row.confirmed,
  };
}

/** One value that cannot be opened, its key being lost, must not stop the count of all others. */
function openKnown(row: DecisionRow, table: string, crypto: CryptoProvider): PastDecision['known'] {
  if (!row.facts_sealed) return undefined;
  try {
    return {
      form: JSON.parse(crypto.openText(row.form_sealed, `${table}.form:${row.id}`)) as IntakeForm,
      facts: JSON.parse(crypto.openText(row.facts_sealed, `${table}.facts:${row.id}`)) as FrozenFacts,
    };
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}

function toClock(row: ClockRow): PastClock {
  return {
    rule: row.rule,
    start: row.start as ClockStart,
    status: row.status as DeadlineStatus,
    startedOn: localDate(row.started_on),
    dueAt: row.due_at,
    pausedOn: row.paused_on ? localDate(row.paused_on) : undefined,
    pauses: row.pauses,
    endedAt: row.ended_at ?? undefined,
  };
}
