import type { DivisionStore } from '#domain/stores.ts';
import type { Connection } from '#store/database.ts';

export function createDivisionStore(db: Connection): DivisionStore {
  return {
    async withAncestors(code) {
      const rows = await db.$queryRaw<{ code: string }[]>`
        WITH RECURSIVE place AS (
          SELECT code, parent_code, 0 AS depth FROM division WHERE code = ${code}
          UNION ALL
          SELECT d.code, d.parent_code, p.depth + 1 FROM division d JOIN place p ON d.code = p.parent_code WHERE p.depth < 8
        )
        SELECT code FROM place ORDER BY depth`;
      return rows.map((row) => row.code);
    },
  };
}
