import { EMPTY_PAGE } from '#domain/page.ts';
import type { EmploymentGroup, Membership, MembershipStatus } from '#domain/registry/membership.ts';
import type { Person } from '#domain/registry/person.ts';
import type { PersonStore } from '#domain/registry/registry-stores.ts';
import type { Membership as MembershipRow } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { toLocalDate } from '#store/dates.ts';
import { toHardshipFile } from '#store/hardship-file-store.ts';
import { readPage } from '#store/paging.ts';
import { personScope } from '#store/scopes.ts';
import {
  openBankCard,
  openPerson,
  PERSON_COLUMNS as select,
  residentIdIndex,
  sealPerson,
  sealPhone,
} from '#store/sealed-person.ts';

export function toMembership(row: MembershipRow): Membership {
  return {
    id: row.id,
    personId: row.personId,
    organisationId: row.organisationId,
    status: row.status as MembershipStatus,
    employmentGroup: (row.employmentGroup as EmploymentGroup | null) ?? undefined,
    joinedOn: toLocalDate(row.joinedOn),
  };
}

export function createPersonStore(db: Connection, crypto: CryptoProvider): PersonStore {
  const opened = (row: Parameters<typeof openPerson>[0] | null): Person | undefined =>
    row ? openPerson(row, crypto) : undefined;
  return {
    async find(scope, id) {
      const where = personScope(scope);
      return where ? opened(await db.person.findFirst({ where: { AND: [where, { id }] }, select })) : undefined;
    },
    async findByResidentId(residentId) {
      return opened(
        await db.person.findUnique({ where: { residentIdIndex: residentIdIndex(residentId, crypto) }, select }),
      );
    },
    async findMany(ids) {
      const rows = await db.person.findMany({ where: { id: { in: [...ids] } }, select });
      return new Map(rows.map((row) => [row.id, openPerson(row, crypto)]));
    },
    async insertOrFind(person, at) {
      // Waits for a transaction that is entering the same number, then yields to it.
      const row = { ...sealPerson(person, crypto), createdAt: at, updatedAt: at };
      const { count } = await db.person.createMany({ data: [row], skipDuplicates: true });
      if (count === 1) return person;
      const { residentIdIndex: index } = row;
      return openPerson(await db.person.findUniqueOrThrow({ where: { residentIdIndex: index }, select }), crypto);
    },
    async updatePhone(id, phone, at) {
      await db.person.update({ where: { id }, data: { ...sealPhone(id, phone, crypto), updatedAt: at } });
    },
    async bankCard(id) {
      const row = await db.person.findUnique({ where: { id }, select: { bankCardSealed: true } });
      return row?.bankCardSealed ? openBankCard(id, row.bankCardSealed, crypto) : undefined;
    },
    async list(scope, page) {
      const where = personScope(scope);
      if (!where) return EMPTY_PAGE;
      return readPage(
        page,
        ({ take, orderBy, cursorId }) =>
          db.person.findMany({
            where: { AND: [where, cursorId ? { id: { gt: cursorId } } : {}] },
            take,
            orderBy,
            select,
          }),
        (cap) => db.person.count({ where, take: cap }),
        (row) => openPerson(row, crypto),
        'asc',
      );
    },
    async memberships(id) {
      const rows = await db.membership.findMany({ where: { personId: id }, orderBy: { joinedOn: 'desc' } });
      return rows.map(toMembership);
    },
    async hardshipFile(id) {
      const row = await db.hardshipFile.findUnique({ where: { personId: id } });
      return row ? toHardshipFile(row) : undefined;
    },
    async isMember(id) {
      return (
        (await db.membership.count({
          where: { personId: id, status: { in: ['ACTIVE', 'TRANSFERRING', 'RETAINED'] } },
          take: 1,
        })) > 0
      );
    },
  };
}
