import type { MutualAidEnrolment, MutualAidStatus } from '#domain/registry/mutual-aid-enrolment.ts';
import type { MutualAidStore } from '#domain/registry/registry-stores.ts';
import type { MutualAidEnrolment as MutualAidEnrolmentRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { toLocalDate } from '#store/dates.ts';

export function createMutualAidStore(db: Connection): MutualAidStore {
  return {
    enrolmentsOf: async (personId) => {
      const rows = await db.mutualAidEnrolment.findMany({ where: { personId }, orderBy: { periodFrom: 'desc' } });
      return rows.map(toEnrolment);
    },
  };
}

export function toEnrolment(row: MutualAidEnrolmentRow): MutualAidEnrolment {
  return {
    id: row.id,
    personId: row.personId,
    plan: row.plan,
    periodFrom: toLocalDate(row.periodFrom),
    periodTo: toLocalDate(row.periodTo),
    status: row.status as MutualAidStatus,
  };
}
