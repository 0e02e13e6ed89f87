import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';
import type { ClaimedReconciliation, ReconciliationStore } from '#domain/reconciliation/reconciliation-stores.ts';
import type { Reconciliation, ReconciliationStatus } from '#domain/reconciliation/reconciliation.ts';
import type { Prisma, ReconciliationRun as RunRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';
import { DUE_AT_ONCE } from '#store/due-at-once.ts';
import { readPage } from '#store/paging.ts';
import { wakeUp } from '#store/wake-up.ts';

/** The fence of effect-store.ts, for runs: leases and waiting are by the database's clock. */
export function createReconciliationStore(db: Connection): ReconciliationStore {
  return {
    async plan(runs) {
      const { count } = await db.reconciliationRun.createMany({ data: runs.map(runColumns), skipDuplicates: true });
      if (count > 0) await wakeUp(db, 'outbox');
      return count;
    },
    async request(run) {
      await db.reconciliationRun.createMany({ data: [runColumns(run)], skipDuplicates: true });
      const [due] = await db.$queryRaw<{ id: string }[]>`
        UPDATE reconciliation_run SET next_attempt_at = ${DUE_AT_ONCE}, offered_at = NULL, last_fault = NULL
         WHERE agency_code = ${run.agencyCode} AND day = ${fromLocalDate(run.day)}::date AND status = 'DUE'
        RETURNING id::text`;
      await wakeUp(db, 'outbox');
      // Finished between the two statements: that one is as good as new.
      return due?.id ?? (await newest(db, run.agencyCode, fromLocalDate(run.day)));
    },
    async lastPlanned(agencyCode) {
      const [last] = await db.$queryRaw<{ night: Date | null; day: Date | null }[]>`
        SELECT max(night) AS night, max(day) AS day FROM reconciliation_run
         WHERE agency_code = ${agencyCode} AND night IS NOT NULL`;
      return {
        ...(last?.night && { night: toLocalDate(last.night) }),
        ...(last?.day && { day: toLocalDate(last.day) }),
      };
    },
    async offerDue(limit, reofferAfterSeconds) {
      return db.$queryRaw<{ id: string; turn: number }[]>`
        WITH due AS MATERIALIZED (
          SELECT id FROM reconciliation_run
           WHERE status = 'DUE' AND next_attempt_at <= now() AND (lease_until IS NULL OR lease_until <= now())
             AND (offered_at IS NULL OR offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
           ORDER BY day, id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE reconciliation_run r SET offered_at = now() FROM due WHERE r.id = due.id
        RETURNING r.id::text, r.fence AS turn`;
    },
    async claim(id, leaseSeconds) {
      const [row] = await db.$queryRaw<ClaimedRow[]>`
        UPDATE reconciliation_run
           SET fence = fence + 1, attempts = attempts + 1, started_at = coalesce(started_at, now()),
               lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND status = 'DUE' AND next_attempt_at <= now()
           AND (lease_until IS NULL OR lease_until <= now())
        RETURNING id::text, agency_code, day, fence, attempts, "cursor", lines_read, read_to_the_end`;
      return row && toClaimed(row);
    },
    async hold({ id, fence }, leaseSeconds) {
      const held = await db.$executeRaw`
        UPDATE reconciliation_run SET lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND fence = ${fence} AND status = 'DUE'`;
      return held === 1;
    },
    async keepPage({ id, linesRead }, { lines, nextCursor }) {
      await db.reconciliationLine.createMany({
        data: lines.map(({ key, status, references, referralId }, index) => ({
          runId: id,
          side: 'THEIRS',
          key,
          position: linesRead + index,
          status,
          references: [...references],
          referralId: referralId ?? null,
        })),
      });
      await db.reconciliationRun.update({
        where: { id },
        data: {
          cursor: nextCursor ?? null,
          linesRead: { increment: lines.length },
          readToTheEnd: nextCursor === undefined,
        },
      });
    },
    async forgetPages({ id, fence }) {
      const { count } = await db.reconciliationRun.updateMany({
        where: { id, fence, status: 'DUE' },
        data: { cursor: null, linesRead: 0, readToTheEnd: false },
      });
      if (count === 1) await db.reconciliationLine.deleteMany({ where: { runId: id, side: 'THEIRS' } });
    },
    async postpone({ id, fence }, fault, inSeconds) {
      await db.$executeRaw`
        UPDATE reconciliation_run
           SET last_fault = ${fault}, next_attempt_at = now() + make_interval(secs => ${inSeconds}),
               lease_until = NULL, offered_at = NULL
         WHERE id = ${id}::uuid AND fence = ${fence} AND status = 'DUE'`;
    },
    async finish({ id }, { ours, theirs, elsewhere, underWay, differences }, at) {
      await db.reconciliationRun.update({
        where: { id },
        data: {
          status: differences > 0 ? 'DIFFERENT' : 'AGREED',
          oursCount: ours.count,
          oursDigest: ours.digest,
          theirsCount: theirs.count,
          theirsDigest: theirs.digest,
          elsewhere,
          underWay,
          differences,
          lastFault: null,
          leaseUntil: null,
          finishedAt: at,
        },
      });
      await db.reconciliationLine.deleteMany({ where: { runId: id } });
    },
    async find(id) {
      const row = await db.reconciliationRun.findUnique({ where: { id } });
      return row ? toReconciliation(row) : undefined;
    },
    async list({ agencyCode, from, to }, page) {
      const where: Prisma.ReconciliationRunWhereInput = {
        ...(agencyCode && { agencyCode }),
        ...((from || to) && {
          day: { ...(from && { gte: fromLocalDate(from) }), ...(to && { lte: fromLocalDate(to) }) },
        }),
      };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.reconciliationRun.findMany({
            where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where,
            take,
            orderBy,
          }),
        (cap) => db.reconciliationRun.count({ where, take: cap }),
        toReconciliation,
      );
    },
  };
}

async function newest(db: Connection, agencyCode: AgencyCode, day: Date): Promise<string> {
  const row = await db.reconciliationRun.findFirstOrThrow({ where: { agencyCode, day }, orderBy: { id: 'desc' } });
  return row.id;
}

function runColumns({
  id,
  agencyCode,
  day,
  night,
  requestedBy,
  requestedAt,
}: NewRun): Prisma.ReconciliationRunCreateManyInput {
  return {
    id,
    agencyCode,
    day: fromLocalDate(day),
    night: night ? fromLocalDate(night) : null,
    requestedBy,
    requestedAt,
    status: 'DUE',
  };
}

type NewRun = Parameters<ReconciliationStore['request']>[0];

interface ClaimedRow {
  readonly id: string;
  readonly agency_code: string;
  readonly day: Date;
  readonly fence: number;
  readonly attempts: number;
  readonly cursor: string | null;
  readonly lines_read: number;
  readonly read_to_the_end: boolean;
}

function toClaimed(row: ClaimedRow): ClaimedReconciliation {
  return {
    id: row.id,
    agencyCode: row.agency_code as AgencyCode,
    day: toLocalDate(row.day),
    fence: row.fence,
    attempts: row.attempts,
    cursor: row.cursor ?? undefined,
    linesRead: row.lines_read,
    readToTheEnd: row.read_to_the_end,
  };
}

function toReconciliation(row: RunRow): Reconciliation {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    day: toLocalDate(row.day),
    night: row.night ? toLocalDate(row.night) : undefined,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt,
    status: row.status as ReconciliationStatus,
    ours: summary(row.oursCount, row.oursDigest),
    theirs: summary(row.theirsCount, row.theirsDigest),
    elsewhere: row.elsewhere,
    underWay: row.underWay,
    differences: row.differences,
    attempts: row.attempts,
    lastFault: (row.lastFault ?? undefined) as AgencyFaultClass | undefined,
    nextAttemptAt: row.nextAttemptAt,
    finishedAt: row.finishedAt ?? undefined,
  };
}

function summary(count: number | null, digest: string | null): Reconciliation['ours'] {
  return count === null || digest === null ? undefined : { count, digest };
}
