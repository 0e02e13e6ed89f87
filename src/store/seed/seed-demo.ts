import { localDateOf } from '#domain/referrals/local-date.ts';
import type { Person } from '#domain/registry/person.ts';
import type { PrismaClient } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { Connection } from '#store/database.ts';
import { fromLocalDate } from '#store/dates.ts';
import { residentIdIndex, sealBankCard, sealPerson } from '#store/sealed-person.ts';
import { type DemoData, organisationId, readDemoData, SeedFileError } from '#store/seed/read-demo-data.ts';
import { readDemoPeople } from '#store/seed/read-demo-people.ts';
import { seedExtraPeople } from '#store/seed/seed-extra-people.ts';
import { seedId } from '#store/seed/seed-id.ts';

export interface SeedOptions {
  /** The folder prisma/seed. */
  readonly folder: string;
  /** The population of the simulated agencies, read as data. */
  readonly peopleFile: string;
  readonly now: Date;
  /** People beyond the population, for load; 0 by default. */
  readonly extraPeople?: number;
}

/** Rows that were not there before; all 0 when the city was seeded already. */
export interface SeedSummary {
  readonly divisions: number;
  readonly agencies: number;
  readonly offices: number;
  readonly rooms: number;
  readonly mediators: number;
  readonly organisations: number;
  readonly people: number;
  readonly memberships: number;
  readonly hardshipFiles: number;
  readonly mutualAidEnrolments: number;
}

/**
 * Puts the fictional 桂江市 into the database. Rows that are there stay as they are, whatever a demo has done to them,
 * so it may run at every start, and in two processes at once. All of it or nothing; only extra people come in portions
 * afterwards. Throws SeedFileError before anything is written.
 */
export async function seedDemo(
  db: { readonly prisma: PrismaClient; readonly crypto: CryptoProvider },
  options: SeedOptions,
): Promise<SeedSummary> {
  const data = readDemoData(options.folder);
  const people = readDemoPeople(options.peopleFile, data, localDateOf(options.now));
  const strangers = strangersIn(data, people);
  if (strangers.length > 0) throw new SeedFileError(strangers);
  const summary = await db.prisma.$transaction(
    async (tx) => ({
      ...(await seedPlacesAndUnions(tx, data)),
      ...(await seedPeople(tx, db.crypto, data, people, options.now)),
    }),
    { maxWait: 10_000, timeout: 30_000 },
  );
  const extra = await seedExtraPeople(db, data, options.extraPeople ?? 0, options.now);
  return { ...summary, people: summary.people + extra.people, memberships: summary.memberships + extra.memberships };
}

/** Whoever the sheet speaks of has to be in the population. Named by position, since the text is an identity number. */
function strangersIn(
  { memberships, hardshipFiles, mutualAidEnrolments, personIds, bankCards }: DemoData,
  people: readonly Person[],
): readonly string[] {
  const known = new Set<string>(people.map(({ residentId }) => residentId));
  const missing = (part: string, references: readonly string[]) =>
    references.flatMap((person, index) =>
      known.has(person) ? [] : [`people.yaml: ${part}.${index}: not in the population`],
    );
  return [
    ...missing('ids', Object.keys(personIds)),
    ...missing('bankCards', Object.keys(bankCards)),
    ...missing(
      'memberships',
      memberships.map(({ person }) => person),
    ),
    ...missing(
      'hardshipFiles',
      hardshipFiles.map(({ person }) => person),
    ),
    ...missing(
      'mutualAidEnrolments',
      mutualAidEnrolments.map(({ person }) => person),
    ),
  ];
}

async function seedPlacesAndUnions(tx: Connection, data: DemoData) {
  const divisions = await tx.division.createMany({
    data: data.divisions.map(({ code, name, parentCode, successorCode }) => ({
      code,
      nameZh: name.zh,
      nameEn: name.en,
      parentCode: parentCode ?? null,
      successorCode: successorCode ?? null,
    })),
    skipDuplicates: true,
  });
  const agencies = await tx.agency.createMany({
    data: data.agencies.map(({ code, name }) => ({ code, nameZh: name.zh, nameEn: name.en })),
    skipDuplicates: true,
  });
  const offices = await tx.agencyOffice.createMany({
    data: data.offices.map(({ name, capacity, ...office }) => ({
      ...office,
      nameZh: name.zh,
      nameEn: name.en,
      capacity: capacity ?? null,
    })),
    skipDuplicates: true,
  });
  const rooms = await tx.mediationRoom.createMany({
    data: data.rooms.map(({ name, ...room }) => ({ ...room, nameZh: name.zh, nameEn: name.en })),
    skipDuplicates: true,
  });
  const mediators = await tx.mediator.createMany({
    data: data.mediators.map(({ professions, expertise, rosterCourt, ...mediator }) => ({
      ...mediator,
      professions: [...professions],
      expertise: [...expertise],
      rosterCourt: rosterCourt ?? null,
    })),
    skipDuplicates: true,
  });
  const organisations = await tx.unionOrganisation.createMany({
    data: data.organisations.map(({ creditCode, parentId, industrialParentId, ...organisation }) => ({
      ...organisation,
      creditCode: creditCode ?? null,
      parentId: parentId ?? null,
      industrialParentId: industrialParentId ?? null,
    })),
    skipDuplicates: true,
  });
  await tx.demoClock.createMany({ data: [{ id: 1, offsetSeconds: 0 }], skipDuplicates: true });
  return {
    divisions: divisions.count,
    agencies: agencies.count,
    offices: offices.count,
    rooms: rooms.count,
    mediators: mediators.count,
    organisations: organisations.count,
  };
}

async function seedPeople(
  tx: Connection,
  crypto: CryptoProvider,
  data: DemoData,
  people: readonly Person[],
  now: Date,
) {
  const created = await tx.person.createMany({
    data: people.map((person) => ({ ...sealPerson(person, crypto), createdAt: now, updatedAt: now })),
    skipDuplicates: true,
  });
  const idOf = await findIds(tx, crypto, people);
  for (const [person, card] of Object.entries(data.bankCards)) {
    const id = idOf(person);
    await tx.person.updateMany({ where: { id, bankCardSealed: null }, data: sealBankCard(id, card, crypto) });
  }
  const memberships = await tx.membership.createMany({
    data: data.memberships.map(({ person, organisation, status, group, joined }) => ({
      id: seedId('membership', `${idOf(person)}/${organisation}/${joined}`),
      personId: idOf(person),
      organisationId: organisationId(organisation),
      status,
      employmentGroup: group ?? null,
      joinedOn: fromLocalDate(joined),
    })),
    skipDuplicates: true,
  });
  const hardshipFiles = await tx.hardshipFile.createMany({
    data: data.hardshipFiles.map(({ person, filed, division, ...file }) => ({
      ...file,
      id: seedId('hardship-file', file.fileNo),
      personId: idOf(person),
      filedOn: filed ? fromLocalDate(filed) : null,
      divisionCode: division,
    })),
    skipDuplicates: true,
  });
  const mutualAidEnrolments = await tx.mutualAidEnrolment.createMany({
    data: data.mutualAidEnrolments.map(({ person, plan, from, to, status }) => ({
      id: seedId('mutual-aid-enrolment', `${idOf(person)}/${plan}/${from}`),
      personId: idOf(person),
      plan,
      periodFrom: fromLocalDate(from),
      periodTo: fromLocalDate(to),
      status,
    })),
    skipDuplicates: true,
  });
  return {
    people: created.count,
    memberships: memberships.count,
    hardshipFiles: hardshipFiles.count,
    mutualAidEnrolments: mutualAidEnrolments.count,
  };
}

/** The ids the register has: a household pushed before the seeding may have brought the person in under another one. */
async function findIds(
  tx: Connection,
  crypto: CryptoProvider,
  people: readonly Person[],
): Promise<(residentId: string) => string> {
  const indexed = people.map(({ residentId }) => ({ residentId, index: residentIdIndex(residentId, crypto) }));
  const rows = await tx.person.findMany({
    where: { residentIdIndex: { in: indexed.map(({ index }) => index) } },
    select: { id: true, residentIdIndex: true },
  });
  const idByIndex = new Map(rows.map((row) => [Buffer.from(row.residentIdIndex).toString('hex'), row.id]));
  const idByNumber = new Map<string, string | undefined>(
    indexed.map(({ residentId, index }) => [residentId, idByIndex.get(Buffer.from(index).toString('hex'))]),
  );
  return (residentId) => {
    const id = idByNumber.get(residentId);
    if (id === undefined) throw new RangeError('a person of the seed is not in the register');
    return id;
  };
}
