import type { DeadlineStore } from '#domain/stores.ts';
import type { Connection } from '#store/database.ts';

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
  };
}
