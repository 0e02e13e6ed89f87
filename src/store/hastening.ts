import { FAILURES_UNTIL_DOWN } from '#domain/agencies/agency-health.ts';
import type { EffectStore } from '#domain/cases/case-stores.ts';
import type { Connection } from '#store/database.ts';
import { wakeUp } from '#store/wake-up.ts';

/** Faults that say the agency was not there; a 429 is its own wish to be asked later and is left alone. */
const HELD_UP = ['CONNECT', 'TIMEOUT', 'SERVER_ERROR', 'MALFORMED', 'CIRCUIT_OPEN', 'BULKHEAD_FULL'];

/** Calling effects forward that wait out a back-off. Times are the database's own, as those of the fence. */
export function createHastening(db: Connection): Pick<EffectStore, 'countHeldUp' | 'hasten' | 'pullProbes'> {
  return {
    async countHeldUp(code) {
      const rows = await db.$queryRaw<{ waiting: number }[]>`
        SELECT count(*)::int AS waiting FROM effect
         WHERE agency_code = ${code} AND status = 'PENDING' AND next_attempt_at > now()
           AND last_fault = ANY(${HELD_UP})`;
      return rows[0]?.waiting ?? 0;
    },
    async hasten(code, withinSeconds, limit) {
      // Those that wait longest first: each lands within the span and is not chosen again, so repeating it ends.
      return db.$executeRaw`
        UPDATE effect e SET next_attempt_at = now() + random() * make_interval(secs => ${withinSeconds})
          FROM (SELECT id FROM effect
                 WHERE agency_code = ${code} AND status = 'PENDING' AND last_fault = ANY(${HELD_UP})
                   AND next_attempt_at > now() + make_interval(secs => ${withinSeconds})
                 ORDER BY next_attempt_at DESC
                 LIMIT ${limit}
                   FOR UPDATE SKIP LOCKED) waiting
         WHERE e.id = waiting.id`;
    },
    async pullProbes() {
      const pulled = await db.$executeRaw`
        UPDATE effect e SET next_attempt_at = now(), offered_at = NULL
          FROM (SELECT next_one.id
                  FROM agency_health h JOIN agency a ON a.code = h.agency_code AND a.paused_at IS NULL
                 CROSS JOIN LATERAL (
                   SELECT f.id, f.next_attempt_at FROM effect f
                    WHERE f.agency_code = h.agency_code AND f.status = 'PENDING'
                      AND (f.last_fault IS NULL OR f.last_fault = ANY(${HELD_UP}))
                      AND (f.lease_until IS NULL OR f.lease_until <= now())
                      -- One that waits for an earlier one of its referral is due and yet asks nobody.
                      AND NOT EXISTS (
                        SELECT 1 FROM effect earlier
                         WHERE earlier.referral_id = f.referral_id AND earlier.position < f.position
                           AND earlier.status IN ('PENDING', 'IN_DOUBT', 'STOPPED'))
                    ORDER BY f.next_attempt_at, f.id
                    LIMIT 1) next_one
                 WHERE h.failures >= ${FAILURES_UNTIL_DOWN} AND h.probe_at <= now()
                   AND next_one.next_attempt_at > now()) probes
         WHERE e.id = probes.id AND e.status = 'PENDING'`;
      if (pulled > 0) await wakeUp(db, 'outbox');
      return pulled;
    },
  };
}
