import type { RehearsalStore } from '#domain/catalogue/catalogue-stores.ts';
import type { RehearsalSums } from '#domain/catalogue/rehearsal-sums.ts';
import type { Rehearsal, RehearsalStage, RehearsalStatus } from '#domain/catalogue/rehearsal.ts';
import type { Prisma, Rehearsal as RehearsalRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { wakeUp } from '#store/wake-up.ts';

/** The fence of effect-store.ts, for turns of a run: leases are by the database's clock. */
export function createRehearsalStore(db: Connection): RehearsalStore {
  return {
    async insert({ sums, ...columns }) {
      await db.rehearsal.create({
        data: {
          ...columns,
          finishedAt: columns.finishedAt ?? null,
          cursor: columns.cursor ?? null,
          sums: sumsColumn(sums),
        },
      });
      await wakeUp(db, 'outbox');
    },
    async find(id) {
      const row = await db.rehearsal.findUnique({ where: { id } });
      return row ? toRehearsal(row) : undefined;
    },
    async list(versionId) {
      return (await db.rehearsal.findMany({ where: { versionId }, orderBy: { id: 'desc' }, take: 50 })).map(
        toRehearsal,
      );
    },
    async claim(id, leaseSeconds) {
      const claimed = await db.$queryRaw<{ fence: number }[]>`
        UPDATE rehearsal SET fence = fence + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND status = 'RUNNING' AND (lease_until IS NULL OR lease_until <= now())
        RETURNING fence`;
      const fence = claimed[0]?.fence;
      if (fence === undefined) return undefined;
      const row = await db.rehearsal.findUniqueOrThrow({ where: { id } });
      return { rehearsal: toRehearsal(row), fence };
    },
    async keepProgress({ id, stage, cursor, done, sums }, fence, leaseSeconds) {
      const kept = await db.$executeRaw`
        UPDATE rehearsal
           SET stage = ${stage}, "cursor" = ${cursor ?? null}::uuid, done = ${done}, sums = ${JSON.stringify(sums)}::jsonb,
               lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND fence = ${fence} AND status = 'RUNNING'`;
      return kept === 1;
    },
    async release(id, fence) {
      await db.rehearsal.updateMany({ where: { id, fence }, data: { leaseUntil: null, offeredAt: null } });
      await wakeUp(db, 'outbox');
    },
    async finish({ id, status, finishedAt }, fence) {
      const { count } = await db.rehearsal.updateMany({
        where: { id, fence, status: 'RUNNING' },
        data: { status, finishedAt: finishedAt ?? null, leaseUntil: null },
      });
      return count === 1;
    },
    async offerDue(limit, reofferAfterSeconds) {
      return db.$queryRaw<{ id: string; turn: number }[]>`
        WITH due AS MATERIALIZED (
          SELECT id FROM rehearsal
           WHERE status = 'RUNNING' AND (lease_until IS NULL OR lease_until <= now())
             AND (offered_at IS NULL OR offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
           ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE rehearsal r SET offered_at = now() FROM due WHERE r.id = due.id
        RETURNING r.id::text, r.fence AS turn`;
    },
  };
}

function toRehearsal(row: RehearsalRow): Rehearsal {
  return {
    id: row.id,
    versionId: row.versionId,
    digest: row.digest,
    status: row.status as RehearsalStatus,
    startedAt: row.startedAt,
    startedBy: row.startedBy,
    finishedAt: row.finishedAt ?? undefined,
    stage: row.stage as RehearsalStage,
    cursor: row.cursor ?? undefined,
    total: row.total,
    done: row.done,
    // Written by us alone, from typed values.
    sums: row.sums as unknown as RehearsalSums,
  };
}

function sumsColumn(sums: RehearsalSums): Prisma.InputJsonObject {
  return sums as unknown as Prisma.InputJsonObject;
}
