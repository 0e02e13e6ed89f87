import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { FeedEncoding } from '#domain/feeds/feed-definition.ts';
import type { FeedFile, FeedFileStatus } from '#domain/feeds/feed-file.ts';
import type { FeedFileStore } from '#domain/feeds/feed-stores.ts';
import type { FeedFile as FeedFileRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';
import { wakeUp } from '#store/wake-up.ts';

/** The fence of rehearsal-store.ts, for turns of a file: leases are by the database's clock. */
export function createFeedFileStore(db: Connection): FeedFileStore {
  return {
    async insert({ counts, ...file }, arrivalKey) {
      const row = {
        ...file,
        ...counts,
        arrivalKey,
        sha256: file.sha256 ?? null,
        bytes: file.bytes === undefined ? null : BigInt(file.bytes),
        declaredRows: file.declaredRows ?? null,
        reason: file.reason ?? null,
        faultRow: file.faultRow ?? null,
        columns: [...file.columns],
        countedRows: file.countedRows ?? null,
        finishedAt: file.finishedAt ?? null,
      };
      const { count } = await db.feedFile.createMany({ data: [row], skipDuplicates: true });
      if (count === 0) return 'SAME';
      await wakeUp(db, 'outbox');
      return 'STORED';
    },
    async findByArrivalKey(arrivalKey) {
      const row = await db.feedFile.findUnique({ where: { arrivalKey } });
      return row ? toFeedFile(row) : undefined;
    },
    async find(id) {
      const row = await db.feedFile.findUnique({ where: { id } });
      return row ? toFeedFile(row) : undefined;
    },
    async list({ agencyCode, feed, status }, page) {
      const where = {
        ...(agencyCode !== undefined && { agencyCode }),
        ...(feed !== undefined && { feed }),
        ...(status && { status: { in: [...status] } }),
      };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.feedFile.findMany({ where: cursorId ? { AND: [where, { id: { lt: cursorId } }] } : where, take, orderBy }),
        (cap) => db.feedFile.count({ where, take: cap }),
        toFeedFile,
      );
    },
    async claim(id, leaseSeconds) {
      const claimed = await db.$queryRaw<{ fence: number; attempts: number }[]>`
        UPDATE feed_file f
           SET fence = fence + 1, attempts = attempts + 1, lease_until = now() + make_interval(secs => ${leaseSeconds}),
               status = CASE status WHEN 'FOUND' THEN 'CHECKING' ELSE status END
         WHERE id = ${id}::uuid AND status IN ('FOUND', 'CHECKING', 'APPLYING')
           AND (lease_until IS NULL OR lease_until <= now())
           AND NOT EXISTS (SELECT 1 FROM feed_file e WHERE e.agency_code = f.agency_code AND e.feed = f.feed AND e.id < f.id
                              AND e.status IN ('FOUND', 'CHECKING', 'APPLYING', 'HALTED'))
        RETURNING fence, attempts`;
      const [turn] = claimed;
      if (!turn) return undefined;
      return { file: toFeedFile(await db.feedFile.findUniqueOrThrow({ where: { id } })), ...turn };
    },
    async renew(id, fence, leaseSeconds) {
      const renewed = await db.$executeRaw`
        UPDATE feed_file SET lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND fence = ${fence} AND status IN ('CHECKING', 'APPLYING')`;
      return renewed === 1;
    },
    async saveChecked(id, fence, { columns, countedRows }, leaseSeconds) {
      const saved = await db.$executeRaw`
        UPDATE feed_file
           SET status = 'APPLYING', columns = ${[...columns]}::text[], counted_rows = ${countedRows}, attempts = 1,
               lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND fence = ${fence} AND status = 'CHECKING'`;
      return saved === 1;
    },
    async saveFollowed(id, fence, row) {
      const { count } = await db.feedFile.updateMany({
        where: { id, fence, status: 'APPLYING', followedRows: { lte: row } },
        data: { followedRows: row },
      });
      return count === 1;
    },
    async end(id, fence, { status, reason, faultRow, arrivalKey, at }) {
      const { count } = await db.feedFile.updateMany({
        where: { id, fence, status: { in: ['CHECKING', 'APPLYING'] } },
        data: {
          status,
          reason: reason ?? null,
          faultRow: faultRow ?? null,
          ...(arrivalKey !== undefined && { arrivalKey }),
          leaseUntil: null,
          finishedAt: at,
        },
      });
      if (count === 1) await wakeUp(db, 'outbox');
      return count === 1;
    },
    async release(id, fence) {
      await db.feedFile.updateMany({ where: { id, fence }, data: { leaseUntil: null, offeredAt: null } });
      await wakeUp(db, 'outbox');
    },
    async resume(id) {
      const { count } = await db.feedFile.updateMany({
        where: { id, status: 'HALTED' },
        // Checked files have columns; a file without them begins with the check again.
        data: { status: 'CHECKING', reason: null, faultRow: null, attempts: 0, finishedAt: null, offeredAt: null },
      });
      await db.feedFile.updateMany({
        where: { id, status: 'CHECKING', countedRows: { not: null } },
        data: { status: 'APPLYING' },
      });
      if (count === 1) await wakeUp(db, 'outbox');
      return count === 1;
    },
    async offerDue(limit, reofferAfterSeconds) {
      return db.$queryRaw<{ id: string; turn: number }[]>`
        WITH due AS MATERIALIZED (
          SELECT id FROM feed_file f
           WHERE status IN ('FOUND', 'CHECKING', 'APPLYING') AND (lease_until IS NULL OR lease_until <= now())
             AND (offered_at IS NULL OR offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
             AND NOT EXISTS (SELECT 1 FROM feed_file e WHERE e.agency_code = f.agency_code AND e.feed = f.feed
                                AND e.id < f.id AND e.status IN ('FOUND', 'CHECKING', 'APPLYING', 'HALTED'))
           ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE feed_file f SET offered_at = now() FROM due WHERE f.id = due.id
        RETURNING f.id::text, f.fence AS turn`;
    },
  };
}

function toFeedFile(row: FeedFileRow): FeedFile {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    feed: row.feed,
    name: row.name,
    sha256: row.sha256 ?? undefined,
    bytes: row.bytes === null ? undefined : Number(row.bytes),
    declaredRows: row.declaredRows ?? undefined,
    encoding: row.encoding as FeedEncoding,
    status: row.status as FeedFileStatus,
    reason: row.reason ?? undefined,
    faultRow: row.faultRow ?? undefined,
    columns: row.columns,
    countedRows: row.countedRows ?? undefined,
    appliedRows: row.appliedRows,
    followedRows: row.followedRows,
    counts: {
      accepted: row.accepted,
      unchanged: row.unchanged,
      quarantined: row.quarantined,
      deleted: row.deleted,
      inReview: row.inReview,
    },
    foundAt: row.foundAt,
    finishedAt: row.finishedAt ?? undefined,
  };
}
