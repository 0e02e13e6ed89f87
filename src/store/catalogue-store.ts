import type { ServiceItem, ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { CatalogueStore } from '#domain/stores.ts';
import type { Prisma, ServiceItemVersion as VersionRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';

// The definition is written here alone, from a ServiceItem that was checked whole; the column types it as any JSON.
function toVersion(row: VersionRow): ServiceItemVersion {
  return { id: row.id, version: row.version, item: row.definition as unknown as ServiceItem };
}

/** `cache` keeps versions by id for the life of the process: a published version never changes. */
export function createCatalogueStore(db: Connection, cache: Map<string, ServiceItemVersion>): CatalogueStore {
  function cached(row: VersionRow): ServiceItemVersion {
    const known = cache.get(row.id) ?? toVersion(row);
    cache.set(row.id, known);
    return known;
  }
  return {
    async inForce() {
      return (await db.serviceItemVersion.findMany({ where: { inForce: true }, orderBy: { code: 'asc' } })).map(cached);
    },
    async findInForce(code) {
      const row = await db.serviceItemVersion.findFirst({ where: { code, inForce: true } });
      return row ? cached(row) : undefined;
    },
    async find(id) {
      const known = cache.get(id);
      if (known) return known;
      const row = await db.serviceItemVersion.findUnique({ where: { id } });
      return row ? cached(row) : undefined;
    },
    async publish(item, digest, id, at) {
      const current = await db.serviceItemVersion.findFirst({ where: { code: item.code, inForce: true } });
      if (current?.digest === digest) return 'UNCHANGED';
      const latest = await db.serviceItemVersion.aggregate({ where: { code: item.code }, _max: { version: true } });
      await db.serviceItemVersion.updateMany({ where: { code: item.code, inForce: true }, data: { inForce: false } });
      await db.serviceItemVersion.create({
        data: {
          id,
          code: item.code,
          version: (latest._max.version ?? 0) + 1,
          digest,
          definition: item as unknown as Prisma.InputJsonObject,
          publishedAt: at,
          inForce: true,
        },
      });
      return 'PUBLISHED';
    },
  };
}
