import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { EffectStore } from '#domain/stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { toEffect } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';

/**
 * The fence. All times here are the database's own: leases of several processes must agree, and the legal clock of the
 * demo may run days ahead.
 */
export function createEffectStore(db: Connection, crypto: CryptoProvider): EffectStore {
  return {
    async claim(effectId, leaseSeconds) {
      // One statement: the claim and its attempt row are there together or not at all. An attempt that was never
      // finished means its process died in the middle, so the outcome is unclear.
      const rows = await db.$queryRaw<{ fence: number; case_id: string }[]>`
        WITH claimed AS (
          UPDATE effect e
             SET attempts = e.attempts + 1, fence = e.fence + 1,
                 lease_until = now() + make_interval(secs => ${leaseSeconds}),
                 unclear = e.unclear OR EXISTS (
                   SELECT 1 FROM attempt a WHERE a.effect_id = e.id AND a.finished_at IS NULL)
           WHERE e.id = ${effectId}::uuid AND e.status = 'PENDING' AND e.next_attempt_at <= now()
             AND (e.lease_until IS NULL OR e.lease_until <= now())
             AND NOT EXISTS (SELECT 1 FROM agency WHERE code = e.agency_code AND paused_at IS NOT NULL)
             AND NOT EXISTS (
               SELECT 1 FROM effect earlier
                WHERE earlier.referral_id = e.referral_id AND earlier.position < e.position
                  AND earlier.status IN ('PENDING', 'IN_DOUBT', 'STOPPED'))
          RETURNING e.id, e.referral_id, e.fence, e.unclear
        ), closed AS (
          UPDATE attempt a SET finished_at = now(), outcome = 'ABANDONED'
            FROM claimed c WHERE a.effect_id = c.id AND a.finished_at IS NULL
        ), started AS (
          INSERT INTO attempt (effect_id, number, action, started_at)
          SELECT id, fence, CASE WHEN unclear THEN 'RESUME' ELSE 'SEND' END, now() FROM claimed
        )
        SELECT c.fence, r.case_id::text FROM claimed c JOIN referral r ON r.id = c.referral_id`;
      const claimed = rows[0];
      if (!claimed) return undefined;
      const row = await db.effect.findUniqueOrThrow({ where: { id: effectId } });
      return { effect: toEffect(row, crypto), fence: claimed.fence, caseId: claimed.case_id };
    },
    async holdsFence(effectId, fence) {
      const row = await db.effect.findUnique({ where: { id: effectId }, select: { fence: true } });
      return row?.fence === fence;
    },
    async finishAttempt(effectId, fence, end) {
      await db.$executeRaw`
        UPDATE attempt SET finished_at = now(), outcome = ${end.outcome}, fault = ${end.fault ?? null}
         WHERE effect_id = ${effectId}::uuid AND number = ${fence} AND finished_at IS NULL`;
      if (!end.retry) return;
      await db.$executeRaw`
        UPDATE effect
           SET next_attempt_at = now() + make_interval(secs => ${end.retry.inSeconds}), unclear = ${end.retry.unclear},
               last_fault = ${end.fault ?? null}, lease_until = NULL, offered_at = NULL
         WHERE id = ${effectId}::uuid AND fence = ${fence} AND status = 'PENDING'`;
    },
    async offerDue(limit, reofferAfterSeconds) {
      // Materialised: a plan may run a sub-select once per row, and each run would lock LIMIT rows more.
      const rows = await db.$queryRaw<{ id: string; agency_code: string }[]>`
        WITH due AS MATERIALIZED (
           SELECT e.id FROM effect e
            WHERE e.status = 'PENDING' AND e.next_attempt_at <= now()
              AND (e.lease_until IS NULL OR e.lease_until <= now())
              AND (e.offered_at IS NULL OR e.offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
              AND NOT EXISTS (SELECT 1 FROM agency WHERE code = e.agency_code AND paused_at IS NOT NULL)
              AND NOT EXISTS (
                SELECT 1 FROM effect earlier
                 WHERE earlier.referral_id = e.referral_id AND earlier.position < e.position
                   AND earlier.status IN ('PENDING', 'IN_DOUBT', 'STOPPED'))
            ORDER BY e.next_attempt_at
            LIMIT ${limit}
            FOR UPDATE OF e SKIP LOCKED)
        UPDATE effect SET offered_at = now() FROM due WHERE effect.id = due.id
        RETURNING effect.id::text, agency_code`;
      return rows.map((row) => ({ id: row.id, agencyCode: row.agency_code as AgencyCode }));
    },
  };
}
