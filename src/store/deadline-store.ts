import type { DeadlineStore } from '#domain/referrals/clock-stores.ts';
import type { Connection } from '#store/database.ts';
import { startingWith } from '#store/starting-with.ts';

export function createDeadlineStore(db: Connection): DeadlineStore {
  return {
    async due(now, limit) {
      return db.deadline.findMany({
        where: { status: 'RUNNING', dueAt: { lte: now } },
        orderBy: { dueAt: 'asc' },
        take: limit,
        select: { id: true, caseId: true },
      });
    },
    async countOpen(divisionPrefixes) {
      const [row] = await db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM deadline d JOIN "case" c ON c.id = d.case_id
         WHERE d.status IN ('RUNNING', 'PAUSED') AND c.division_code LIKE ANY (${startingWith(divisionPrefixes)})`;
      return row?.count ?? 0;
    },
  };
}
