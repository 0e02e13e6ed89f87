import type { DataKey } from '#domain/keys/data-key.ts';
import type { DataKeyStore } from '#domain/keys/key-stores.ts';
import type { Connection } from '#store/database.ts';
import { insertDataKey, type KeyMaking, lockKeyMaking } from '#store/keys/data-key-rows.ts';
import { wakeUp } from '#store/wake-up.ts';

/** Whoever has not looked for ten minutes seals no more (key-ring.ts); by then nobody holds a retired key as the sealing one. */
const RETIRED_FOR_MINUTES = 60;

export function createDataKeyStore(db: Connection, making: KeyMaking): DataKeyStore {
  return {
    async list() {
      const rows = await db.$queryRaw<ListedKey[]>`
        SELECT id, algorithm, wrapping_key_id AS "wrappingKeyId", seals_from AS "sealsFrom", created_at AS "createdAt",
               created_by AS "createdBy", retired_at AS "retiredAt", destroyed_at AS "destroyedAt",
               CASE WHEN destroyed_at IS NOT NULL THEN 'DESTROYED'
                    WHEN retired_at IS NOT NULL THEN 'RETIRED'
                    WHEN seals_from > now() THEN 'WAITING'
                    WHEN id = (SELECT id FROM data_key WHERE seals_from <= now() AND retired_at IS NULL
                                ORDER BY seals_from DESC, id DESC LIMIT 1) THEN 'SEALING'
                    ELSE 'OPENING' END AS state
          FROM data_key ORDER BY seals_from, id`;
      return rows.map(({ retiredAt, destroyedAt, ...row }) => ({
        ...row,
        retiredAt: retiredAt ?? undefined,
        destroyedAt: destroyedAt ?? undefined,
      }));
    },
    async create({ by, sealsAfterSeconds, ifOlderThanDays }) {
      await lockKeyMaking(db);
      if (ifOlderThanDays !== undefined) {
        const young = await db.$queryRaw<unknown[]>`
          SELECT 1 FROM data_key WHERE created_at > clock_timestamp() - make_interval(days => ${ifOlderThanDays}) LIMIT 1`;
        if (young.length > 0) return undefined;
      }
      return insertDataKey(db, making, { by, sealsAfterSeconds });
    },
    async rewrap() {
      const { wrapping } = making;
      const rows = await db.$queryRaw<{ id: string; wrapped: Uint8Array }[]>`
        SELECT id, wrapped FROM data_key WHERE wrapped IS NOT NULL AND wrapping_key_id <> ${wrapping.keyId} ORDER BY id`;
      let rewrapped = 0;
      for (const { id, wrapped } of rows)
        rewrapped += await db.$executeRaw`
          UPDATE data_key SET wrapped = ${wrapping.rewrap(wrapped, id)}, wrapping_key_id = ${wrapping.keyId}
           WHERE id = ${id} AND wrapped = ${wrapped}`;
      return rewrapped;
    },
    async retire(id, by) {
      const retired = await db.$executeRaw`
        UPDATE data_key SET retired_at = now(), retired_by = ${by}
         WHERE id = ${id} AND retired_at IS NULL
           AND EXISTS (SELECT 1 FROM data_key newer WHERE newer.seals_from <= now() AND newer.retired_at IS NULL
                        AND (newer.seals_from, newer.id) > (data_key.seals_from, data_key.id))`;
      if (retired === 1) await wakeUp(db, 'keys');
      return retired === 1;
    },
    async destroy(id, by) {
      const destroyed = await db.$executeRaw`
        UPDATE data_key SET wrapped = NULL, destroyed_at = now(), destroyed_by = ${by}
         WHERE id = ${id} AND destroyed_at IS NULL
           AND retired_at <= now() - make_interval(mins => ${RETIRED_FOR_MINUTES})`;
      if (destroyed === 1) await wakeUp(db, 'keys');
      return destroyed === 1;
    },
  };
}

type ListedKey = Omit<DataKey, 'retiredAt' | 'destroyedAt'> & {
  readonly retiredAt: Date | null;
  readonly destroyedAt: Date | null;
};
