import type { RowScope } from '#domain/access/row-scope.ts';
import type { Loaders } from '#domain/loaders.ts';
import type { UnionLevel } from '#domain/registry/membership.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { toHardshipFile } from '#store/hardship-file-store.ts';
import { makeListLoader, makeLoader } from '#store/loaders/make-loader.ts';
import { toMembership } from '#store/person-store.ts';
import { PREPARED } from '#store/prepared.ts';
import { personCondition } from '#store/scope-sql.ts';
import { openPerson, type PersonRow } from '#store/sealed-person.ts';

type RegistryLoaders = Pick<Loaders, 'person' | 'membershipsOfPerson' | 'hardshipFileOfPerson' | 'organisation'>;

export function makeRegistryLoaders(db: Connection, crypto: CryptoProvider, scope: RowScope): RegistryLoaders {
  const visible = personCondition(scope);
  return {
    person: makeLoader(
      async (ids) => {
        const rows = await db.$queryRaw<PersonRow[]>`
          ${PREPARED} SELECT p.id::text, p.name_sealed AS "nameSealed", p.resident_id_sealed AS "residentIdSealed",
                 p.phone_sealed AS "phoneSealed", p.sex, p.division_code AS "divisionCode"
            FROM person p WHERE p.id = ANY(${[...ids]}::uuid[]) AND ${visible}`;
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
        return rows.map(toMembership);
      },
      (membership) => membership.personId,
    ),
    hardshipFileOfPerson: makeLoader(
      async (ids) => {
        const rows = await db.hardshipFile.findMany({ where: { personId: { in: [...ids] } }, orderBy: { id: 'asc' } });
        return rows.map(toHardshipFile);
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
