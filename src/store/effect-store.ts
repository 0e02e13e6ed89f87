import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { FAILURES_UNTIL_DOWN } from '#domain/agencies/agency-health.ts';
import type { EffectStore } from '#domain/cases/case-stores.ts';
import { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { PROBE_INTERVAL } from '#store/agency-health-store.ts';
import { EFFECT_COLUMNS } from '#store/case-columns.ts';
import { toEffect } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { createHastening } from '#store/hastening.ts';
import { type JsonRow, readJsonRow } from '#store/json-rows.ts';
import { PREPARED } from '#store/prepared.ts';

/**
 * How far into an agency's backlog one look goes. Whatever lies behind waits its turn in the table: an agency that takes
 * two calls a second gets no queue of a hundred thousand jobs, each offered again every ten seconds.
 */
const FRONT = 1_000;

/**
 * The fence. All times here are the database's own: leases of several processes must agree, and the legal clock of the
 * demo may run days ahead.
 */
export function createEffectStore(db: Connection, crypto: CryptoProvider): EffectStore {
  return {
    ...createHastening(db),
    async claim(effectId, leaseSeconds) {
      // One statement: the claim and its attempt row are there together or not at all. An attempt that was never
      // finished means its process died in the middle, so the outcome is unclear, and it counts: an effect that kills
      // every process that touches it must come to an end too. Of an agency that is down only the holder of the probe
      // claims, whichever process it runs in; the row of its health is where they queue for it.
      const rows = await db.$queryRaw<{ effect: JsonRow; case_id: string }[]>`
        ${PREPARED} WITH probe AS (
          UPDATE agency_health h SET probe_at = now() + ${PROBE_INTERVAL}
           WHERE h.agency_code = (
                   SELECT agency_code FROM effect
                    WHERE id = ${effectId}::uuid AND status = 'PENDING' AND next_attempt_at <= now()
                      AND (lease_until IS NULL OR lease_until <= now()))
             AND h.failures >= ${FAILURES_UNTIL_DOWN} AND h.probe_at <= now()
          RETURNING h.agency_code
        ), claimed AS (
          UPDATE effect e
             SET attempts = e.attempts + 1, fence = e.fence + 1,
                 first_attempt_at = COALESCE(e.first_attempt_at, now()),
                 lease_until = now() + make_interval(secs => ${leaseSeconds}),
                 counted_attempts = e.counted_attempts + (SELECT count(*) FROM attempt a
                   WHERE a.effect_id = e.id AND a.finished_at IS NULL)::int,
                 unclear = e.unclear OR EXISTS (
                   SELECT 1 FROM attempt a WHERE a.effect_id = e.id AND a.finished_at IS NULL)
           WHERE e.id = ${effectId}::uuid AND e.status = 'PENDING' AND e.next_attempt_at <= now()
             AND (e.lease_until IS NULL OR e.lease_until <= now())
             AND NOT EXISTS (SELECT 1 FROM agency WHERE code = e.agency_code AND paused_at IS NOT NULL)
             AND (EXISTS (SELECT 1 FROM probe) OR NOT EXISTS (
               SELECT 1 FROM agency_health h
                WHERE h.agency_code = e.agency_code AND h.failures >= ${FAILURES_UNTIL_DOWN}))
             AND NOT EXISTS (
               SELECT 1 FROM effect earlier
                WHERE earlier.referral_id = e.referral_id AND earlier.position < e.position
                  AND earlier.status IN ('PENDING', 'IN_DOUBT', 'STOPPED'))
          RETURNING e.*
        ), closed AS (
          UPDATE attempt a SET finished_at = now(), outcome = 'ABANDONED'
            FROM claimed c WHERE a.effect_id = c.id AND a.finished_at IS NULL
        ), started AS (
          INSERT INTO attempt (effect_id, number, action, started_at)
          SELECT id, fence, CASE WHEN unclear THEN 'RESUME' ELSE 'SEND' END, now() FROM claimed
        )
        SELECT row_to_json(c) AS effect, r.case_id::text FROM claimed c JOIN referral r ON r.id = c.referral_id`;
      const claimed = rows[0];
      if (!claimed) return undefined;
      const row = readJsonRow(EFFECT_COLUMNS, claimed.effect);
      return { effect: toEffect(row, crypto), fence: row.fence, caseId: claimed.case_id };
    },
    async finishAttempt(effectId, fence, { outcome, fault = null, retry }) {
      const again = retry
        ? Prisma.sql`, again AS (
            UPDATE effect e
               SET next_attempt_at = now() + make_interval(secs => ${retry.inSeconds}), unclear = ${retry.unclear},
                   counted_attempts = ${retry.spent.countedAttempts ?? 0},
                   last_failed_at = ${retry.spent.lastFailedAt ?? null}, last_fault = ${fault},
                   lease_until = NULL, offered_at = NULL
              FROM held WHERE e.id = held.id AND e.status = 'PENDING')`
        : Prisma.empty;
      const held = await db.$queryRaw<unknown[]>`
        ${PREPARED} WITH held AS (
          SELECT id FROM effect WHERE id = ${effectId}::uuid AND fence = ${fence}
        ), finished AS (
          UPDATE attempt SET finished_at = now(), outcome = ${outcome}, fault = ${fault}
            FROM held WHERE effect_id = held.id AND number = ${fence} AND finished_at IS NULL)${again}
        SELECT 1 FROM held`;
      return held.length === 1;
    },
    async offerDue(limit, reofferAfterSeconds) {
      // Materialised: a plan may run a sub-select once per row, and each run would lock LIMIT rows more.
      const rows = await db.$queryRaw<{ id: string; agency_code: string }[]>`
        ${PREPARED} WITH due AS MATERIALIZED (
          SELECT chosen.id
            FROM agency a
            LEFT JOIN agency_health h ON h.agency_code = a.code
           CROSS JOIN LATERAL (
             SELECT e.id
               FROM (SELECT f.id FROM effect f
                      WHERE f.agency_code = a.code AND f.status = 'PENDING' AND f.next_attempt_at <= now()
                        AND (f.lease_until IS NULL OR f.lease_until <= now())
                        AND NOT EXISTS (
                          SELECT 1 FROM effect earlier
                           WHERE earlier.referral_id = f.referral_id AND earlier.position < f.position
                             AND earlier.status IN ('PENDING', 'IN_DOUBT', 'STOPPED'))
                      ORDER BY f.next_attempt_at, f.id
                      LIMIT ${FRONT}) front
               JOIN effect e ON e.id = front.id
              WHERE e.status = 'PENDING'
                AND (e.offered_at IS NULL OR e.offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
              LIMIT CASE WHEN h.failures >= ${FAILURES_UNTIL_DOWN} THEN (h.probe_at <= now())::int ELSE ${limit} END
                FOR UPDATE OF e SKIP LOCKED) chosen
           WHERE a.paused_at IS NULL)
        UPDATE effect SET offered_at = now() FROM due WHERE effect.id = due.id
        RETURNING effect.id::text, agency_code`;
      return rows.map((row) => ({ id: row.id, agencyCode: row.agency_code as AgencyCode }));
    },
  };
}
