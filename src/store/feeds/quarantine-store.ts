import type { QuarantineStore } from '#domain/feeds/feed-stores.ts';
import type { QuarantinedRow, QuarantineStatus } from '#domain/feeds/quarantined-row.ts';
import type { QuarantinedRow as QuarantinedRowRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';

/** Where the raw text of a row is sealed for. */
export const rawPlace = (id: string): string => `quarantined_row.raw:${id}`;
export const correctedPlace = (id: string): string => `quarantined_row.corrected:${id}`;
export const notePlace = (id: string): string => `quarantined_row.note:${id}`;

export function toQuarantinedRow(row: QuarantinedRowRow, crypto: CryptoProvider): QuarantinedRow {
  return {
    id: row.id,
    feedImportId: row.feedImportId ?? undefined,
    feedFileId: row.feedFileId ?? undefined,
    rowNumber: row.rowNumber,
    field: row.field,
    reason: row.reason,
    status: row.status as QuarantineStatus,
    corrections: row.corrections,
    resolvedBy: row.resolvedBy ?? undefined,
    resolvedAt: row.resolvedAt ?? undefined,
    note: row.noteSealed ? crypto.openText(row.noteSealed, notePlace(row.id)) : undefined,
  };
}

export function createQuarantineStore(db: Connection, crypto: CryptoProvider): QuarantineStore {
  return {
    async find(id) {
      const row = await db.quarantinedRow.findUnique({ where: { id } });
      return row ? toQuarantinedRow(row, crypto) : undefined;
    },
    async openRaw(id) {
      const row = await db.quarantinedRow.findUnique({ where: { id }, select: { rawSealed: true } });
      return row ? crypto.openText(row.rawSealed, rawPlace(id)) : undefined;
    },
    async list({ feedFileId, feedImportId, reason, status }, page) {
      const where = {
        ...(feedFileId !== undefined && { feedFileId }),
        ...(feedImportId !== undefined && { feedImportId }),
        ...(reason !== undefined && { reason }),
        ...(status && { status: { in: [...status] } }),
      };
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.quarantinedRow.findMany({
            where: cursorId ? { AND: [where, { id: { gt: cursorId } }] } : where,
            take,
            orderBy,
          }),
        (cap) => db.quarantinedRow.count({ where, take: cap }),
        (row) => toQuarantinedRow(row, crypto),
        'asc',
      );
    },
    async saveRefusedCorrection(id, field, reason) {
      await db.quarantinedRow.updateMany({
        where: { id, status: 'OPEN' },
        data: { field, reason, corrections: { increment: 1 } },
      });
    },
    async discard(id, by, note, at) {
      const { count } = await db.quarantinedRow.updateMany({
        where: { id, status: 'OPEN' },
        data: {
          status: 'DISCARDED',
          resolvedBy: by,
          resolvedAt: at,
          noteSealed: crypto.seal(note, notePlace(id)),
        },
      });
      return count === 1;
    },
  };
}
