import type { CandidateStore } from '#domain/registry/match-stores.ts';
import { birthDateOf } from '#domain/registry/resident-id.ts';
import type { KnownPerson } from '#domain/registry/score-candidates.ts';
import type { Prisma } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { nameBirthIndex, nameIndex, openPerson, phoneIndex } from '#store/sealed-person.ts';

/** Namesakes of one county can be hundreds; whoever has to choose is helped by a few. */
const MOST_OF_EACH = 20;

const WITH_EMPLOYERS = {
  memberships: { select: { organisation: { select: { name: true } } } },
} satisfies Prisma.PersonInclude;

type Row = Prisma.PersonGetPayload<{ include: typeof WITH_EMPLOYERS }>;

export function createCandidateStore(db: Connection, crypto: CryptoProvider): CandidateStore {
  const opened = (row: Row): KnownPerson => ({
    person: openPerson(row, crypto),
    employers: row.memberships.map(({ organisation }) => organisation.name),
  });
  const some = async (where: Prisma.PersonWhereInput): Promise<readonly Row[]> =>
    db.person.findMany({ where, include: WITH_EMPLOYERS, orderBy: { id: 'asc' }, take: MOST_OF_EACH });

  return {
    async find({ name, birthDate, phone, divisionCode }) {
      const county = divisionCode.slice(0, 6);
      // One after the other: inside a transaction all share one connection.
      const found = [
        ...(name && birthDate ? await some({ nameBirthIndex: nameBirthIndex(name, birthDate, crypto) }) : []),
        ...(phone ? await some({ phoneIndex: phoneIndex(phone, crypto) }) : []),
        // A range and not LIKE, which no index in the database's collation serves.
        ...(name
          ? await some({
              nameIndex: nameIndex(name, crypto),
              divisionCode: { gte: county, lte: `${county}999999` },
            })
          : []),
      ];
      return [...new Map(found.map((row) => [row.id, row])).values()].map(opened);
    },
    async findAlike({ name, birthDate, phone }) {
      if (!name || !birthDate || !phone) return [];
      const rows = await some({
        nameBirthIndex: nameBirthIndex(name, birthDate, crypto),
        phoneIndex: phoneIndex(phone, crypto),
      });
      return rows.map(opened);
    },
    async known(personId) {
      const row = await db.person.findUnique({ where: { id: personId }, include: WITH_EMPLOYERS });
      return row ? opened(row) : undefined;
    },
    async fillIndexes(limit) {
      const rows = await db.person.findMany({ where: { nameBirthIndex: null }, take: limit });
      for (const row of rows) {
        const { name, residentId } = openPerson(row, crypto);
        const index = nameBirthIndex(name, birthDateOf(residentId), crypto);
        await db.person.update({ where: { id: row.id }, data: { nameBirthIndex: index } });
      }
      return rows.length;
    },
  };
}
