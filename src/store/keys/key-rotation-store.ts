import type { KeyRotation } from '#domain/keys/key-rotation.ts';
import type { KeyRotationStore } from '#domain/keys/key-stores.ts';
import type { KeyRotation as KeyRotationRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { wakeUp } from '#store/wake-up.ts';

/** From when the target seals until whatever was sealed before is committed: a transaction takes twenty seconds at most. */
const SETTLED_AFTER_SECONDS = 30;

/** The fence of rehearsal-store.ts, for turns of a rotation: leases are by the database's clock. */
export function createKeyRotationStore(db: Connection): KeyRotationStore {
  return {
    async start({ id, targetKeyId, by }) {
      await db.$executeRaw`
        INSERT INTO key_rotation (id, target_key_id, requested_by, requested_at, starts_at)
        SELECT ${id}::uuid, id, ${by}, now(), seals_from + make_interval(secs => ${SETTLED_AFTER_SECONDS})
          FROM data_key WHERE id = ${targetKeyId}`;
      await wakeUp(db, 'outbox');
    },
    async find(id) {
      const row = await db.keyRotation.findUnique({ where: { id } });
      return row ? toKeyRotation(row) : undefined;
    },
    async list(limit) {
      return (await db.keyRotation.findMany({ orderBy: { id: 'desc' }, take: limit })).map(toKeyRotation);
    },
    async claim(id, leaseSeconds) {
      const claimed = await db.$queryRaw<{ fence: number }[]>`
        UPDATE key_rotation SET fence = fence + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND finished_at IS NULL AND starts_at <= now()
           AND (lease_until IS NULL OR lease_until <= now())
        RETURNING fence`;
      const fence = claimed[0]?.fence;
      if (fence === undefined) return undefined;
      return { rotation: toKeyRotation(await db.keyRotation.findUniqueOrThrow({ where: { id } })), fence };
    },
    async keepPlace(id, fence, { pass, table, lastKey, examined, found, broken }, resealed, leaseSeconds) {
      const kept = await db.$executeRaw`
        UPDATE key_rotation
           SET pass = ${pass}, table_name = ${table ?? null}, last_key = ${[...lastKey]}::text[], examined = ${examined},
               found = ${found}, broken = ${broken}, resealed = resealed + ${resealed},
               lease_until = now() + make_interval(secs => ${leaseSeconds})
         WHERE id = ${id}::uuid AND fence = ${fence} AND finished_at IS NULL`;
      return kept === 1;
    },
    async release(id, fence) {
      await db.keyRotation.updateMany({ where: { id, fence }, data: { leaseUntil: null, offeredAt: null } });
      await wakeUp(db, 'outbox');
    },
    async finish(id, fence, { examined, broken }) {
      const finished = await db.$executeRaw`
        UPDATE key_rotation SET finished_at = now(), lease_until = NULL, examined = ${examined}, broken = ${broken}
         WHERE id = ${id}::uuid AND fence = ${fence} AND finished_at IS NULL`;
      return finished === 1;
    },
    async offerDue(limit, reofferAfterSeconds) {
      return db.$queryRaw<{ id: string; turn: number }[]>`
        WITH due AS MATERIALIZED (
          SELECT id FROM key_rotation
           WHERE finished_at IS NULL AND starts_at <= now() AND (lease_until IS NULL OR lease_until <= now())
             AND (offered_at IS NULL OR offered_at <= now() - make_interval(secs => ${reofferAfterSeconds}))
           ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE key_rotation r SET offered_at = now() FROM due WHERE r.id = due.id
        RETURNING r.id::text, r.fence AS turn`;
    },
  };
}

function toKeyRotation(row: KeyRotationRow): KeyRotation {
  return {
    id: row.id,
    targetKeyId: row.targetKeyId,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt,
    startsAt: row.startsAt,
    place: {
      pass: row.pass,
      table: row.tableName ?? undefined,
      lastKey: row.lastKey,
      examined: row.examined,
      found: row.found,
      broken: row.broken,
    },
    resealed: row.resealed,
    finishedAt: row.finishedAt ?? undefined,
  };
}
