import type { Recomputation, RecomputationStore } from '#domain/referrals/clock-stores.ts';
import type { Connection } from '#store/database.ts';
import { startingWith } from '#store/starting-with.ts';

/** Leases go by the database's time, as all of them do; the run's row is locked only while a case is counted. */
export function createRecomputationStore(db: Connection): RecomputationStore {
  return {
    async claim(leaseSeconds) {
      const [row] = await db.$queryRaw<ClaimedRow[]>`
        UPDATE calendar_year SET fence = fence + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = (
           SELECT id FROM calendar_year run
            WHERE finished_at IS NULL AND (lease_until IS NULL OR lease_until < now())
              AND NOT EXISTS (SELECT 1 FROM calendar_year newer WHERE newer.region = run.region
                               AND newer.version > run.version AND newer.finished_at IS NULL)
            ORDER BY version LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, region, version, division_prefixes, fence, last_case_id`;
      return row && toRecomputation(row);
    },
    async casesAfter({ divisionPrefixes }, caseId, limit) {
      // One half for each status: each then reads its index in order and stops at the limit.
      const rows = await db.$queryRaw<{ case_id: string }[]>`
        WITH open AS (
          (SELECT DISTINCT d.case_id FROM deadline d JOIN "case" c ON c.id = d.case_id
            WHERE d.status = 'RUNNING' AND d.case_id > ${caseId ?? FIRST}::uuid
              AND c.division_code LIKE ANY (${startingWith(divisionPrefixes)}) ORDER BY d.case_id LIMIT ${limit})
          UNION
          (SELECT DISTINCT d.case_id FROM deadline d JOIN "case" c ON c.id = d.case_id
            WHERE d.status = 'PAUSED' AND d.case_id > ${caseId ?? FIRST}::uuid
              AND c.division_code LIKE ANY (${startingWith(divisionPrefixes)}) ORDER BY d.case_id LIMIT ${limit}))
        SELECT case_id FROM open ORDER BY case_id LIMIT ${limit}`;
      return rows.map((row) => row.case_id);
    },
    async advance({ id, fence }, caseId, { clocks, moved, failed }, leaseSeconds) {
      const count = await db.$executeRaw`
        UPDATE calendar_year
           SET last_case_id = ${caseId}::uuid, recomputed = recomputed + ${clocks}, moved = moved + ${moved},
               failed = failed + ${failed}, lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND fence = ${fence} AND finished_at IS NULL`;
      return count === 1;
    },
    async release({ id, fence }) {
      await db.calendarYear.updateMany({ where: { id, fence }, data: { leaseUntil: null } });
    },
    async endPass({ id, fence, region, version }, at, retrySeconds) {
      const again = await db.$executeRaw`
        UPDATE calendar_year
           SET last_case_id = NULL, recomputed = 0, failed = 0, lease_until = now() + make_interval(secs => ${retrySeconds})
         WHERE id = ${id}::uuid AND fence = ${fence} AND failed > 0`;
      if (again > 0) return 'AGAIN';
      const finished = await db.$executeRaw`
        UPDATE calendar_year SET finished_at = ${at}, lease_until = NULL
         WHERE region = ${region} AND version <= ${version} AND finished_at IS NULL
           AND EXISTS (SELECT 1 FROM calendar_year WHERE id = ${id}::uuid AND fence = ${fence})`;
      return finished > 0 ? 'FINISHED' : 'AGAIN';
    },
  };
}

const FIRST = '00000000-0000-0000-0000-000000000000';

interface ClaimedRow {
  readonly id: string;
  readonly region: string;
  readonly version: number;
  readonly division_prefixes: string[];
  readonly fence: number;
  readonly last_case_id: string | null;
}

function toRecomputation(row: ClaimedRow): Recomputation {
  return {
    id: row.id,
    region: row.region,
    version: row.version,
    divisionPrefixes: row.division_prefixes,
    fence: row.fence,
    lastCaseId: row.last_case_id ?? undefined,
  };
}
