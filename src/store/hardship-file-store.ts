import type { HardshipCategory, HardshipFile, HardshipFileStatus } from '#domain/registry/hardship-file.ts';
import type { HardshipFileStore } from '#domain/registry/registry-stores.ts';
import type { HardshipFile as HardshipFileRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';
import { StaleRowError } from '#store/stale-row-error.ts';

export function toHardshipFile(row: HardshipFileRow): HardshipFile {
  return {
    id: row.id,
    fileNo: row.fileNo,
    personId: row.personId,
    category: (row.category as HardshipCategory | null) ?? undefined,
    status: row.status as HardshipFileStatus,
    version: row.version,
    householdSize: row.householdSize,
    divisionCode: row.divisionCode,
    filedOn: row.filedOn ? toLocalDate(row.filedOn) : undefined,
  };
}

export function createHardshipFileStore(db: Connection): HardshipFileStore {
  return {
    async takeOfPerson(personId) {
      await db.$queryRaw`SELECT 1 FROM person WHERE id = ${personId}::uuid FOR UPDATE`;
      const row = await db.hardshipFile.findUnique({ where: { personId } });
      return row ? toHardshipFile(row) : undefined;
    },
    async save(file, moves, { caseId, actor, at }) {
      const { id, version, ...rest } = file;
      const columns = {
        ...rest,
        category: file.category ?? null,
        filedOn: file.filedOn ? fromLocalDate(file.filedOn) : null,
      };
      const updated = await db.hardshipFile.updateMany({
        where: { id, version },
        data: { ...columns, version: { increment: 1 } },
      });
      if (updated.count === 0) {
        // A file that is there under another version was changed by somebody who did not take it.
        if ((await db.hardshipFile.count({ where: { id } })) > 0) throw new StaleRowError('hardship file', id);
        await db.hardshipFile.create({ data: { id, ...columns, version: version + 1 } });
      }
      const last = await db.hardshipFileEvent.aggregate({ where: { fileId: id }, _max: { sequence: true } });
      const first = (last._max.sequence ?? 0) + 1;
      await db.hardshipFileEvent.createMany({
        data: moves.map(({ event, from, to, implied }, index) => ({
          fileId: id,
          sequence: first + index,
          event,
          fromStatus: from,
          toStatus: to,
          implied,
          caseId,
          actor,
          at,
        })),
      });
    },
    async nextFileNumber(divisionCode, year) {
      const rows = await db.$queryRaw<{ last: number }[]>`
        INSERT INTO number_series (scope, last) VALUES (${`hardship-file:${divisionCode}:${year}`}, 1)
        ON CONFLICT (scope) DO UPDATE SET last = number_series.last + 1 RETURNING last`;
      return rows[0]?.last ?? 1;
    },
    async casesToFile(serviceItemCode, outcome, limit) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT c.id FROM "case" c
        WHERE c.service_item_code = ${serviceItemCode} AND c.outcome = ${outcome}
          AND c.status IN ('AWAITING_RATING', 'CLOSED')
          AND NOT EXISTS (SELECT 1 FROM hardship_filing f WHERE f.case_id = c.id)
        ORDER BY c.id LIMIT ${limit}`;
      return rows.map(({ id }) => id);
    },
    async isCarried(caseId) {
      return (await db.hardshipFiling.count({ where: { caseId } })) > 0;
    },
    async markCarried(caseId, end, at) {
      await db.hardshipFiling.create({ data: { caseId, at, ...end } });
    },
  };
}
