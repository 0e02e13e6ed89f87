import { addDays, localDate } from '#domain/referrals/local-date.ts';
import { EMPLOYMENT_GROUPS } from '#domain/registry/membership.ts';
import type { PrismaClient } from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { fromLocalDate } from '#store/dates.ts';
import { sealPerson } from '#store/sealed-person.ts';
import { type ExtraPerson, makeExtraPerson } from '#store/seed/make-extra-person.ts';
import type { DemoData } from '#store/seed/read-demo-data.ts';
import { seedId } from '#store/seed/seed-id.ts';

/** A row has eleven values and a statement of PostgreSQL takes 65,535. */
const PORTION = 2_000;

/** People for load, four in five of them members. Repeating it, or asking for more later, adds what is missing. */
export async function seedExtraPeople(
  db: { readonly prisma: PrismaClient; readonly crypto: CryptoProvider },
  data: DemoData,
  count: number,
  now: Date,
): Promise<{ readonly people: number; readonly memberships: number }> {
  const districts = data.divisions.map(({ code }) => code).filter((code) => code.length === 6 && !code.endsWith('00'));
  const unions = data.organisations
    .filter(({ level }) => level === 'GRASSROOTS' || level === 'INDUSTRIAL')
    .map(({ id }) => id);
  let people = 0;
  let memberships = 0;
  for (let first = 0; first < count; first += PORTION) {
    const numbers = Array.from({ length: Math.min(PORTION, count - first) }, (_, index) => first + index);
    const portion = await withoutKnown(
      db.prisma,
      numbers.map((number) => makeExtraPerson(number, districts)),
    );
    if (portion.length === 0) continue;
    const [created, joined] = await db.prisma.$transaction([
      db.prisma.person.createMany({
        data: portion.map(({ person }) => ({ ...sealPerson(person, db.crypto), createdAt: now, updatedAt: now })),
        skipDuplicates: true,
      }),
      db.prisma.membership.createMany({
        data: portion.flatMap((extra) => membershipsOf(extra, unions)),
        skipDuplicates: true,
      }),
    ]);
    people += created.count;
    memberships += joined.count;
  }
  return { people, memberships };
}

/** Sealing and sending people who are there already takes most of a run: 7 s for 20,000 on two cores. */
async function withoutKnown(prisma: PrismaClient, portion: readonly ExtraPerson[]): Promise<readonly ExtraPerson[]> {
  const rows = await prisma.person.findMany({
    where: { id: { in: portion.map(({ person }) => person.id) } },
    select: { id: true },
  });
  const known = new Set(rows.map(({ id }) => id));
  return portion.filter(({ person }) => !known.has(person.id));
}

function membershipsOf({ person, dice: [joins, where, when] }: ExtraPerson, unions: readonly string[]) {
  const organisationId = unions[where % unions.length];
  if (joins % 5 === 0 || organisationId === undefined) return [];
  return [
    {
      id: seedId('membership', person.id),
      personId: person.id,
      organisationId,
      status: 'ACTIVE',
      employmentGroup: EMPLOYMENT_GROUPS[joins % (EMPLOYMENT_GROUPS.length * 2)] ?? null,
      joinedOn: fromLocalDate(addDays(localDate('2024-01-01'), when)),
    },
  ];
}
