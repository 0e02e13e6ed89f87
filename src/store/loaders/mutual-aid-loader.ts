import type { Loaders } from '#domain/loaders.ts';
import type { Connection } from '#store/database.ts';
import { makeListLoader } from '#store/loaders/make-loader.ts';
import { toEnrolment } from '#store/mutual-aid-store.ts';

/** Newest period first. */
export function makeMutualAidLoader(db: Connection): Loaders['mutualAidOfPerson'] {
  return makeListLoader(
    async (ids) => {
      const rows = await db.mutualAidEnrolment.findMany({
        where: { personId: { in: [...ids] } },
        orderBy: { periodFrom: 'desc' },
      });
      return rows.map(toEnrolment);
    },
    (enrolment) => enrolment.personId,
  );
}
