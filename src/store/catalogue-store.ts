import type { CatalogueStore } from '#domain/catalogue/catalogue-stores.ts';
import type { ServiceItem, ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { ServiceItemVersion as VersionRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';

// Definitions are written by version-store.ts alone, from a ServiceItem that was checked whole; the column types them as
// any JSON. Versions published before a field existed lack it: they read as if it had been left at its default.
export function toVersion(row: VersionRow): ServiceItemVersion {
  const item = row.definition as unknown as ServiceItem;
  const steps = item.steps.map((step) => Object.assign({ card: [], disclosure: 'AT_ONCE', waitsFor: [] }, step));
  return { id: row.id, version: row.version, item: Object.assign({ materials: [], passports: [] }, item, { steps }) };
}

/** `cache` keeps versions by id for the life of the process: a published version never changes. */
export function createCatalogueStore(db: Connection, cache: Map<string, ServiceItemVersion>): CatalogueStore {
  function cached(row: VersionRow): ServiceItemVersion {
    const known = cache.get(row.id) ?? toVersion(row);
    cache.set(row.id, known);
    return known;
  }
  async function find(id: string): Promise<ServiceItemVersion | undefined> {
    const known = cache.get(id);
    if (known) return known;
    const row = await db.serviceItemVersion.findUnique({ where: { id } });
    return row?.publishedAt ? cached(row) : undefined;
  }

  return {
    async inForce() {
      return (await db.serviceItemVersion.findMany({ where: { status: 'PUBLISHED' }, orderBy: { code: 'asc' } })).map(
        cached,
      );
    },
    async findInForce(code) {
      const row = await db.serviceItemVersion.findFirst({ where: { code, status: 'PUBLISHED' }, select: { id: true } });
      return row ? find(row.id) : undefined;
    },
    find,
  };
}
