import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { FeedImport } from '#domain/feeds/lead.ts';
import type { FeedImportStore } from '#domain/feeds/pushed-stores.ts';
import type { FeedImport as FeedImportRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { readPage } from '#store/paging.ts';

function toFeedImport(row: FeedImportRow): FeedImport {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    batchNo: row.batchNo,
    declaredCount: row.declaredCount,
    receivedCount: row.receivedCount,
    acceptedCount: row.acceptedCount,
    inReviewCount: row.inReviewCount,
    importedAt: row.importedAt,
  };
}

export function createFeedImportStore(db: Connection, crypto: CryptoProvider): FeedImportStore {
  return {
    async insert(feedImport, inboundId, quarantined) {
      await db.feedImport.create({ data: { ...feedImport, inboundId } });
      await db.quarantinedRow.createMany({
        data: quarantined.map(({ raw, ...row }) => ({
          ...row,
          feedImportId: feedImport.id,
          rawSealed: crypto.seal(raw, `quarantined_row.raw:${row.id}`),
        })),
      });
    },
    async list(page) {
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.feedImport.findMany({ where: cursorId ? { id: { lt: cursorId } } : {}, take, orderBy }),
        (cap) => db.feedImport.count({ take: cap }),
        toFeedImport,
      );
    },
  };
}
