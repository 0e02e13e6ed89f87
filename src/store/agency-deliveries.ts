import type { AgencyDelivery } from '#domain/agencies/agency-delivery.ts';
import { FAILURES_UNTIL_DOWN } from '#domain/agencies/agency-health.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';

export const pauseReasonPlace = (code: string) => `agency.pause_reason:${code}`;

/**
 * All agencies in one statement. Each figure is read off one index and no row; ids sort by the time they were made, so the
 * lowest is the oldest. OFFSET 0 keeps the plan from walking through all effects there ever were in the order of ids.
 */
export async function readDeliveries(db: Connection, crypto: CryptoProvider): Promise<readonly AgencyDelivery[]> {
  const rows = await db.$queryRaw<DeliveryRow[]>`
    SELECT a.code, a.paused_at, a.paused_until, a.pause_reason_sealed, h.failing_since, h.last_success_at,
           COALESCE(h.failures, 0) >= ${FAILURES_UNTIL_DOWN} AS down, h.probe_at <= now() AS may_probe,
           (SELECT count(*)::int FROM effect e WHERE e.agency_code = a.code AND e.status = 'PENDING') AS waiting,
           (SELECT count(*)::int FROM effect e WHERE e.agency_code = a.code AND e.status = 'IN_DOUBT') AS in_doubt,
           (SELECT count(*)::int FROM effect e WHERE e.agency_code = a.code AND e.status = 'STOPPED') AS stopped,
           (SELECT e.created_at FROM effect e WHERE e.id = (
              SELECT o.id FROM (
                SELECT e.id FROM effect e WHERE e.agency_code = a.code AND e.status = 'PENDING' OFFSET 0) o
               ORDER BY o.id LIMIT 1
            )) AS oldest
      FROM agency a
      LEFT JOIN agency_health h ON h.agency_code = a.code
     ORDER BY a.code`;
  return rows.map((row) => ({
    agencyCode: row.code,
    waiting: row.waiting,
    oldestWaitingSince: row.oldest ?? undefined,
    inDoubt: row.in_doubt,
    deadLetters: row.stopped,
    circuit: circuitOf(row),
    failingSince: row.failing_since ?? undefined,
    lastAnswerAt: row.last_success_at ?? undefined,
    pausedAt: row.paused_at ?? undefined,
    pausedUntil: row.paused_until ?? undefined,
    pauseReason: row.pause_reason_sealed
      ? crypto.openText(row.pause_reason_sealed, pauseReasonPlace(row.code))
      : undefined,
  }));
}

function circuitOf({ down, may_probe }: DeliveryRow): AgencyDelivery['circuit'] {
  if (!down) return 'CLOSED';
  return may_probe ? 'HALF_OPEN' : 'OPEN';
}

interface DeliveryRow {
  code: string;
  paused_at: Date | null;
  paused_until: Date | null;
  pause_reason_sealed: Uint8Array<ArrayBuffer> | null;
  failing_since: Date | null;
  last_success_at: Date | null;
  down: boolean;
  may_probe: boolean | null;
  waiting: number;
  oldest: Date | null;
  in_doubt: number;
  stopped: number;
}
