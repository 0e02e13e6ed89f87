import type { RowScope } from '#domain/access/row-scope.ts';
import type { Loaders } from '#domain/loaders.ts';
import type { HardshipCategory, HardshipFileStatus } from '#domain/registry/hardship-file.ts';
import type { EmploymentGroup, MembershipStatus, UnionLevel } from '#domain/registry/membership.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { toLocalDate } from '#store/dates.ts';
import { makeListLoader, makeLoader } from '#store/loaders/make-loader.ts';
import { personScope } from '#store/scopes.ts';
import { openPerson } from '#store/sealed-person.ts';

type RegistryLoaders = Pick<Loaders, 'person' | 'membershipsOfPerson' | 'hardshipFileOfPerson' | 'organisation'>;

export function makeRegistryLoaders(db: Connection, crypto: CryptoProvider, scope: RowScope): RegistryLoaders {
  const visible = personScope(scope);
  return {
    person: makeLoader(
      async (ids) => {
        if (!visible) return [];
        const rows = await db.person.findMany({ where: { AND: [visible, { id: { in: [...ids] } }] } });
        return rows.map((row) => openPerson(row, crypto));
      },
      (person) => person.id,
    ),
    membershipsOfPerson: makeListLoader(
      async (ids) => {
        const rows = await db.membership.findMany({
          where: { personId: { in: [...ids] } },
          orderBy: { joinedOn: 'desc' },
        });
        return rows.map((row) => ({
          id: row.id,
          personId: row.personId,
          organisationId: row.organisationId,
          status: row.status as MembershipStatus,
          employmentGroup: (row.employmentGroup as EmploymentGroup | null) ?? undefined,
          joinedOn: toLocalDate(row.joinedOn),
        }));
      },
      (membership) => membership.personId,
    ),
    hardshipFileOfPerson: makeLoader(
      async (ids) => {
        const rows = await db.hardshipFile.findMany({ where: { personId: { in: [...ids] } }, orderBy: { id: 'asc' } });
        return rows.map((row) => ({
          id: row.id,
          fileNo: row.fileNo,
          personId: row.personId,
          category: row.category as HardshipCategory,
          status: row.status as HardshipFileStatus,
          householdSize: row.householdSize,
          filedOn: row.filedOn ? toLocalDate(row.filedOn) : undefined,
        }));
      },
      (file) => file.personId,
    ),
    organisation: makeLoader(
      async (ids) => {
        const rows = await db.unionOrganisation.findMany({ where: { id: { in: [...ids] } } });
        return rows.map((row) => ({
          id: row.id,
          name: row.name,
          level: row.level as UnionLevel,
          divisionCode: row.divisionCode,
          creditCode: row.creditCode ?? undefined,
          parentId: row.parentId ?? undefined,
          industrialParentId: row.industrialParentId ?? undefined,
        }));
      },
      (organisation) => organisation.id,
    ),
  };
}
