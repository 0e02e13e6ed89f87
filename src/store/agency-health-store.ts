import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { FAILURES_UNTIL_DOWN, PROBE_SECONDS } from '#domain/agencies/agency-health.ts';
import type { AgencyHealthStore } from '#domain/delivery-stores.ts';
import { Prisma } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { PREPARED } from '#store/prepared.ts';

/** How long an answer that says nothing new is not written down: one row update in ten seconds, whatever the traffic. */
const ANSWER_GRAIN_SECONDS = 10;

/** How long from one probe to the next, for the row `h` of an agency that is down. */
export const PROBE_INTERVAL = Prisma.sql`make_interval(secs => LEAST(${PROBE_SECONDS.longest}, GREATEST(${PROBE_SECONDS.shortest},
  extract(epoch FROM now() - h.failing_since)::float8 * ${PROBE_SECONDS.shareOfOutage}::float8)))`;

/** Real time throughout: what a worker sees of an agency has nothing to do with the legal clock. */
export function createAgencyHealthStore(db: Connection): AgencyHealthStore {
  return {
    async find(code) {
      const rows = await db.$queryRaw<HealthRow[]>`
        SELECT h.*, now() AS at FROM (SELECT 1) one LEFT JOIN agency_health h ON h.agency_code = ${code}`;
      return toHealth(rows[0]);
    },
    async noteAnswer(code) {
      const rows = await db.$queryRaw<{ rose: boolean }[]>`
        ${PREPARED} WITH before AS (
          SELECT failures FROM agency_health WHERE agency_code = ${code}
        ), changed AS (
          UPDATE agency_health
             SET last_success_at = now(), failing_since = NULL, failures = 0, probe_at = NULL,
                 hasten_owed = hasten_owed OR failures >= ${FAILURES_UNTIL_DOWN}
           WHERE agency_code = ${code}
             AND (failures > 0 OR last_success_at IS NULL
                  OR last_success_at < now() - make_interval(secs => ${ANSWER_GRAIN_SECONDS}))
        ), begun AS (
          INSERT INTO agency_health (agency_code, last_success_at)
          SELECT ${code}, now() WHERE NOT EXISTS (SELECT 1 FROM before) ON CONFLICT DO NOTHING
        )
        SELECT failures >= ${FAILURES_UNTIL_DOWN} AS rose FROM before`;
      return rows[0]?.rose ? 'ROSE' : 'AS_BEFORE';
    },
    async noteFailure(code) {
      const rows = await db.$queryRaw<HealthRow[]>`
        INSERT INTO agency_health AS h (agency_code, last_failure_at, failing_since, failures, probe_at)
        VALUES (${code}, now(), now(), 1, now())
        ON CONFLICT (agency_code) DO UPDATE
           SET last_failure_at = now(), failing_since = COALESCE(h.failing_since, now()), failures = h.failures + 1,
               probe_at = GREATEST(h.probe_at, now() + COALESCE(${PROBE_INTERVAL}, interval '0'))
        RETURNING h.*, now() AS at`;
      return toHealth(rows[0]);
    },
    async owedHastening() {
      const rows = await db.agencyHealth.findMany({ where: { hastenOwed: true }, select: { agencyCode: true } });
      return rows.map(({ agencyCode }) => agencyCode as AgencyCode);
    },
    async settleHastening(code) {
      await db.agencyHealth.updateMany({ where: { agencyCode: code }, data: { hastenOwed: false } });
    },
  };
}

interface HealthRow {
  last_success_at: Date | null;
  last_failure_at: Date | null;
  failing_since: Date | null;
  failures: number | null;
  at: Date;
}

function toHealth(row: HealthRow | undefined) {
  return {
    lastSuccessAt: row?.last_success_at ?? undefined,
    lastFailureAt: row?.last_failure_at ?? undefined,
    failingSince: row?.failing_since ?? undefined,
    failures: row?.failures ?? 0,
    at: row?.at ?? new Date(),
  };
}
