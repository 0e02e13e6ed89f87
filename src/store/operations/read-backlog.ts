import type { Backlog } from '#domain/operations/backlog.ts';
import type { Connection } from '#store/database.ts';

export interface BacklogAnswer {
  readonly backlog: Backlog;
  /** Milliseconds since 1970 by the database's clock. */
  readonly databaseNow: number;
}

/**
 * One statement over indexes of open rows. `legalNow` is the clock that time limits go by; ages are by the database's.
 * Rows that were created while a demonstration's clock ran ahead count as new.
 */
export async function readBacklog(db: Connection, legalNow: Date): Promise<BacklogAnswer> {
  const rows = await db.$queryRaw<BacklogAnswer[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "databaseNow", json_build_object(
      'effects', (SELECT coalesce(json_agg(e), '[]') FROM (
         SELECT agency_code AS agency, status, count(*)::int AS count,
                greatest(0, extract(epoch FROM now() - min(created_at)))::float8 AS "oldestSeconds"
           FROM effect WHERE status IN ('PENDING', 'IN_DOUBT', 'STOPPED') GROUP BY 1, 2) e),
      'messages', (SELECT coalesce(json_agg(m), '[]') FROM (
         SELECT agency_code AS agency, status, count(*)::int AS count,
                greatest(0, extract(epoch FROM now() - min(received_at)))::float8 AS "oldestSeconds"
           FROM inbound_message WHERE status IN ('STORED', 'QUARANTINED') GROUP BY 1, 2) m),
      'paused', (SELECT coalesce(json_agg(code ORDER BY code), '[]') FROM agency WHERE paused_at IS NOT NULL),
      'clocksUnfired', (SELECT count(*)::int FROM deadline WHERE status = 'RUNNING' AND due_at <= ${legalNow}),
      'clocksOverdue', (SELECT count(*)::int FROM deadline d JOIN "case" c ON c.id = d.case_id
                         WHERE d.status = 'EXPIRED' AND c.status IN ('IN_PROGRESS', 'NEEDS_ATTENTION', 'AWAITING_RATING')),
      'attention', (SELECT coalesce(json_agg(a), '[]') FROM (
         SELECT attention_reason AS reason, count(*)::int AS count
           FROM "case" WHERE status = 'NEEDS_ATTENTION' AND attention_reason IS NOT NULL GROUP BY 1) a),
      'quarantinedRows', (SELECT count(*)::int FROM quarantined_row WHERE status = 'OPEN'),
      'feedFiles', (SELECT coalesce(json_agg(f), '[]') FROM (
         SELECT agency_code AS agency, status, count(*)::int AS count,
                greatest(0, extract(epoch FROM now() - min(found_at)))::float8 AS "oldestSeconds"
           FROM feed_file WHERE status IN ('FOUND', 'CHECKING', 'APPLYING', 'HALTED') GROUP BY 1, 2) f),
      'reconciliationsDue', (SELECT coalesce(json_agg(r), '[]') FROM (
         SELECT agency_code AS agency, count(*)::int AS count, max(attempts) AS attempts,
                greatest(0, extract(epoch FROM now() - min(requested_at)))::float8 AS "oldestSeconds"
           FROM reconciliation_run WHERE status = 'DUE' GROUP BY 1) r),
      'differences', (SELECT coalesce(json_agg(i), '[]') FROM (
         SELECT agency_code AS agency, owner, count(*)::int AS count
           FROM reconciliation_item WHERE state = 'OPEN' GROUP BY 1, 2) i),
      'webhooksDisabled', (SELECT coalesce(json_agg(w), '[]') FROM (
         SELECT agency_code AS agency, count(*)::int AS count
           FROM webhook_endpoint WHERE state = 'DISABLED' GROUP BY 1) w),
      'matchReviews', (SELECT count(*)::int FROM match_review WHERE status = 'OPEN'),
      'keyRotations', (SELECT count(*)::int FROM key_rotation WHERE finished_at IS NULL),
      'dataKeySeconds', (SELECT extract(epoch FROM now() - max(created_at))::float8 FROM data_key),
      'processes', (SELECT coalesce(json_agg(p), '[]') FROM (
         SELECT role, count(*)::int AS count FROM running_process
          WHERE seen_at > now() - interval '1 minute' GROUP BY 1) p)
    ) AS backlog`;
  const [row] = rows;
  if (!row) throw new RangeError('the backlog query answered no row');
  return row;
}
