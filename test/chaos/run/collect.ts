import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { QUEUES } from '#jobs/index.ts';
import { openJobQueues } from '#jobs/queue/open-job-queues.ts';
import type { AgencyRecord, CaseRow, EffectRow, Evidence, EventRow, ReferralRow } from '../checker/evidence.ts';
import type { RunningAgency } from '../city/agencies.ts';
import type { City } from '../city/start-city.ts';
import { AGENCIES, AGENCY_NAMES } from '../plan/faults.ts';
import type { BlowRecord } from './inject.ts';
import type { LoadLedger } from './send-load.ts';

/** Reads what everybody says at the end. Our own tables past every line, the agencies at their stage door. */
export async function collect(
  city: City,
  { ledger, blows, poisonCases }: { ledger: LoadLedger; blows: BlowRecord; poisonCases: readonly string[] },
): Promise<Evidence> {
  const { query } = city.postgres;
  const poison = new Set(poisonCases);
  const cases = await query<Omit<CaseRow, 'poison'>>(
    `SELECT c.id, c.status, (SELECT count(*)::int FROM deadline d WHERE d.case_id = c.id AND d.status IN ('RUNNING', 'PAUSED')) AS "openClocks"
       FROM "case" c`,
  );
  return {
    counter: { accepted: ledger.accepted, refused: ledger.refused, contradicted: ledger.contradicted },
    storedKeys: await query(
      `SELECT key, result->>'caseId' AS "caseId" FROM idempotency_key WHERE operation = 'openCase'`,
    ),
    cases: cases.map((row) => ({ ...row, poison: poison.has(row.id) })),
    referrals: await query<ReferralRow & object>(
      `SELECT id, case_id AS "caseId", agency_code AS agency, status FROM referral`,
    ),
    effects: await query<EffectRow & object>(
      `SELECT e.id, e.referral_id AS "referralId", e.agency_code AS agency, e.kind, e.status, e.attempts, e.last_fault AS "lastFault",
              EXISTS (SELECT 1 FROM attempt a WHERE a.effect_id = e.id AND a.outcome = 'IN_DOUBT') AS doubted,
              EXISTS (SELECT 1 FROM attempt a WHERE a.effect_id = e.id
                         AND (a.outcome = 'ABANDONED' OR (a.outcome = 'UNKNOWN' AND a.fault = 'TIMEOUT'))) AS interrupted
         FROM effect e`,
    ),
    events: await query<EventRow & object>(
      `SELECT case_id AS "caseId", referral_id AS "referralId", sequence, from_status AS "from", to_status AS "to" FROM case_event`,
    ),
    inbox: await query(`SELECT agency_code AS agency, message_id AS "messageId", status FROM inbound_message`),
    agencies: await Promise.all([...city.agencies.values()].map(recordOf)),
    failedJobs: await countFailedJobs(city),
    terminations: blows.terminations,
    crashes: [city.gateway, ...city.workers.values(), ...(city.redis ? [city.redis.process] : [])].flatMap(
      ({ name, crashes }) => crashes.map((how) => `${name}: ${how}`),
    ),
  };
}

interface LedgerLine {
  readonly t: string;
  readonly number?: number;
  readonly at?: string;
  readonly message?: { readonly id: string };
}

async function recordOf(agency: RunningAgency): Promise<AgencyRecord> {
  const seen = await agency.seen();
  const { undelivered, open } = await agency.waiting();
  const lines = (existsSync(agency.ledgerFile) ? readFileSync(agency.ledgerFile, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine);
  const stillOpen = new Set(open);
  return {
    name: agency.name,
    effectKey: AGENCIES[agency.name],
    seen,
    answers: lines.filter(({ t }) => t === 'answer').map((line) => line.message?.id ?? readNumber(line)),
    over: [...new Set(seen.map(({ referralId }) => referralId))].filter((id) => !stillOpen.has(id)),
    undelivered,
  };
}

/** 结果编号: what the polled agency calls an answer. */
function readNumber({ number = 0, at = '' }: LedgerLine): string {
  const inBeijing = new Date(Date.parse(at) + 8 * 3_600_000);
  return `JG${inBeijing.getUTCFullYear()}${String(number).padStart(6, '0')}`;
}

async function countFailedJobs({ postgres, databaseUrl, redis }: City): Promise<number> {
  // As `run-worker.ts` keeps installations on one Redis apart: by the address under which the workers know the database.
  const { host, pathname } = new URL(databaseUrl);
  const queues = openJobQueues({
    databaseUrl: postgres.url,
    redisUrl: redis?.url,
    prefix: `onedoor-${createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 12)}`,
    workers: 1,
    onError: () => {},
  });
  try {
    const names = [...AGENCY_NAMES.map((agency) => QUEUES.dispatchTo(agency)), QUEUES.inbox, QUEUES.timetable];
    const counts = await Promise.all(names.map((name) => queues.counts(name)));
    return counts.reduce((sum, count) => sum + (count['failed'] ?? 0), 0);
  } finally {
    await queues.close();
  }
}
