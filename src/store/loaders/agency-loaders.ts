import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { Office } from '#domain/agencies/agency.ts';
import type { CatalogueStore } from '#domain/catalogue/catalogue-stores.ts';
import type { ServiceItemVersion } from '#domain/catalogue/service-item.ts';
import type { Loaders } from '#domain/loaders.ts';
import type { AgencyOffice as OfficeRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { readDeliveries } from '#store/agency-deliveries.ts';
import { toAgency } from '#store/agency-store.ts';
import type { Connection } from '#store/database.ts';
import { toQuarantinedRow } from '#store/feeds/quarantine-store.ts';
import { makeListLoader, makeLoader } from '#store/loaders/make-loader.ts';

type AgencyLoaders = Pick<
  Loaders,
  'agency' | 'deliveryOfAgency' | 'office' | 'officesOfAgency' | 'serviceItemVersion' | 'quarantinedRowsOfImport'
>;

/** Who the agencies are and what the catalogue says is open to everyone who may ask at all. */
export function makeAgencyLoaders(db: Connection, crypto: CryptoProvider, catalogue: CatalogueStore): AgencyLoaders {
  return {
    agency: makeLoader(
      async (codes) => (await db.agency.findMany({ where: { code: { in: [...codes] } } })).map(toAgency),
      (agency) => agency.code,
    ),
    // All of them at once, whichever are asked for: they are a dozen, and it stays one statement.
    deliveryOfAgency: makeLoader(
      () => readDeliveries(db, crypto),
      (delivery) => delivery.agencyCode,
    ),
    office: makeLoader(
      async (ids) => (await db.agencyOffice.findMany({ where: { id: { in: [...ids] } } })).map(toOffice),
      (office) => office.id,
    ),
    officesOfAgency: makeListLoader(
      async (codes) =>
        (await db.agencyOffice.findMany({ where: { agencyCode: { in: [...codes] } }, orderBy: { id: 'asc' } })).map(
          toOffice,
        ),
      (office) => office.agencyCode,
    ),
    serviceItemVersion: makeLoader<ServiceItemVersion>(
      async (ids) =>
        (await Promise.all(ids.map((id) => catalogue.find(id)))).filter((version) => version !== undefined),
      (version) => version.id,
    ),
    quarantinedRowsOfImport: makeListLoader(
      async (ids) =>
        (
          await db.quarantinedRow.findMany({ where: { feedImportId: { in: [...ids] } }, orderBy: { rowNumber: 'asc' } })
        ).map((row) => toQuarantinedRow(row, crypto)),
      (row) => row.feedImportId ?? '',
    ),
  };
}

function toOffice(row: OfficeRow): Office {
  return {
    id: row.id,
    agencyCode: row.agencyCode as AgencyCode,
    role: row.role as AgencyRole,
    divisionCode: row.divisionCode,
    name: { zh: row.nameZh, en: row.nameEn },
  };
}
