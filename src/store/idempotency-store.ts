import type { IdempotencyStore } from '#domain/stores.ts';
import type { Prisma } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { PREPARED } from '#store/prepared.ts';

export function createIdempotencyStore(db: Connection): IdempotencyStore {
  return {
    async tryLock(scope, operation, key) {
      const rows = await db.$queryRaw<{ locked: boolean }[]>`
        ${PREPARED} SELECT pg_try_advisory_xact_lock(hashtextextended(${`${scope}\n${operation}\n${key}`}, 0)) AS locked`;
      return rows[0]?.locked ?? false;
    },
    async find(scope, operation, key) {
      const row = await db.idempotencyKey.findUnique({ where: { scope_operation_key: { scope, operation, key } } });
      return row ? { requestHash: row.requestHash, result: row.result } : undefined;
    },
    async insert(scope, operation, key, requestHash, result, at) {
      await db.idempotencyKey.create({
        data: { scope, operation, key, requestHash, result: result as Prisma.InputJsonValue, createdAt: at },
      });
    },
  };
}
