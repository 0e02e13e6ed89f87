import type { VersionStore } from '#domain/catalogue/catalogue-stores.ts';
import type { CatalogueVersion } from '#domain/catalogue/catalogue-version.ts';
import type { VersionStatus } from '#domain/catalogue/version-transitions.ts';
import type { Prisma, ServiceItemVersion as VersionRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { toVersion } from '#store/catalogue-store.ts';
import type { Connection } from '#store/database.ts';
import { StaleRowError } from '#store/stale-row-error.ts';

export function createVersionStore(db: Connection, crypto: CryptoProvider): VersionStore {
  const opened = (row: VersionRow): CatalogueVersion => toCatalogueVersion(row, crypto);

  async function list(code: string): Promise<readonly CatalogueVersion[]> {
    return (await db.serviceItemVersion.findMany({ where: { code }, orderBy: { version: 'desc' } })).map(opened);
  }

  return {
    list,
    async find(id) {
      const row = await db.serviceItemVersion.findUnique({ where: { id } });
      return row ? opened(row) : undefined;
    },
    async take(code) {
      // Not a lock on rows: the first version of an item has none yet.
      await db.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(${`service_item:${code}`}, 0))`;
      return list(code);
    },
    async insert({ item, note, ...columns }) {
      await db.serviceItemVersion.create({
        data: {
          id: columns.id,
          code: columns.code,
          version: columns.version,
          digest: columns.digest,
          draftedAt: columns.draftedAt,
          draftedBy: columns.draftedBy,
          definition: item as unknown as Prisma.InputJsonObject,
          noteSealed: note ? crypto.seal(note, placeOfNote(columns.id)) : null,
          ...movedColumns(columns),
        },
      });
    },
    async save(version) {
      const { count } = await db.serviceItemVersion.updateMany({
        where: { id: version.id },
        data: movedColumns(version),
      });
      if (count !== 1) throw new StaleRowError('service_item_version', version.id);
    },
  };
}

function movedColumns(version: Omit<CatalogueVersion, 'item' | 'note'>) {
  return {
    status: version.status,
    rehearsedAt: version.rehearsedAt ?? null,
    publishedAt: version.publishedAt ?? null,
    publishedBy: version.publishedBy ?? null,
    retiredAt: version.retiredAt ?? null,
  };
}

function toCatalogueVersion(row: VersionRow, crypto: CryptoProvider): CatalogueVersion {
  return {
    ...toVersion(row),
    code: row.code,
    digest: row.digest,
    status: row.status as VersionStatus,
    note: row.noteSealed ? crypto.openText(row.noteSealed, placeOfNote(row.id)) : undefined,
    draftedAt: row.draftedAt,
    draftedBy: row.draftedBy,
    rehearsedAt: row.rehearsedAt ?? undefined,
    publishedAt: row.publishedAt ?? undefined,
    publishedBy: row.publishedBy ?? undefined,
    retiredAt: row.retiredAt ?? undefined,
  };
}

function placeOfNote(id: string): string {
  return `service_item_version.note:${id}`;
}
