import type { Suggestion } from '#domain/errors.ts';
import type { DivisionStore } from '#domain/registry/registry-stores.ts';
import type { Division as DivisionRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { PREPARED } from '#store/prepared.ts';

const MOST_SUGGESTIONS = 30;

function toSuggestion({ code, nameZh, nameEn }: DivisionRow): Suggestion {
  return { code, name: { zh: nameZh, en: nameEn } };
}

export function createDivisionStore(db: Connection): DivisionStore {
  return {
    async withAncestors(code) {
      const rows = await db.$queryRaw<{ code: string }[]>`
        ${PREPARED} WITH RECURSIVE place AS (
          SELECT code, parent_code, 0 AS depth FROM division WHERE code = ${code} AND successor_code IS NULL
          UNION ALL
          SELECT d.code, d.parent_code, p.depth + 1 FROM division d JOIN place p ON d.code = p.parent_code WHERE p.depth < 8
        )
        SELECT code FROM place ORDER BY depth`;
      return rows.map((row) => row.code);
    },
    async names(codes) {
      const rows = await db.division.findMany({ where: { code: { in: [...codes] } } });
      return new Map(rows.map(({ code, nameZh, nameEn }) => [code, { zh: nameZh, en: nameEn }]));
    },
    async insteadOf(code) {
      const known = await db.division.findUnique({ where: { code } });
      if (known?.successorCode) {
        const successor = await db.division.findUnique({ where: { code: known.successorCode } });
        return { abolished: true, places: successor ? [toSuggestion(successor)] : [] };
      }
      // The widest place is a province; a code of another one has no neighbours here.
      const levels = [code.slice(0, 6), `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
      const parents = await db.division.findMany({ where: { code: { in: levels } }, orderBy: { code: 'desc' } });
      const [nearest] = parents.filter((parent) => parent.code !== code);
      if (!nearest) return { abolished: false, places: [] };
      const places = await db.division.findMany({
        where: { parentCode: nearest.code, successorCode: null },
        orderBy: { code: 'asc' },
        take: MOST_SUGGESTIONS,
      });
      return { abolished: false, places: places.map(toSuggestion) };
    },
  };
}
