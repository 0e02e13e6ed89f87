import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONAS } from '#app/personas.ts';
import { type RowScope, rowScopeOf } from '#domain/access/row-scope.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { caseCondition, personCondition, referralCondition } from '#store/scope-sql.ts';
import { caseScope, personScope, referralScope } from '#store/scopes.ts';
import { HUANG, hardshipCase, QIN, WEI, wageCase } from '../resolvers/support/case-inputs.ts';
import { opened } from '../resolvers/support/case-operations.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';

const OF_PERSONAS = Object.entries(PERSONAS).map(([name, persona]): [string, RowScope] => [
  name,
  rowScopeOf({
    subject: `persona:${name}`,
    role: persona.role,
    name,
    divisionCode: persona.division,
    actsFor: 'agency' in persona ? { agencyCode: agencyCode(persona.agency), roles: persona.roles } : undefined,
    personId: 'person' in persona ? persona.person : undefined,
  }),
]);

const OF_DIVISIONS = ['990000', '990100', '990101', '990102', '450103', '990101001'].flatMap((divisionCode) =>
  ['persona:window', 'somebody'].flatMap((subject) =>
    (['OWN', 'ALL'] as const).map((confidential): [string, RowScope] => [
      `${divisionCode}, ${subject}, confidential ${confidential}`,
      { kind: 'DIVISION', divisionCode, subject, confidential },
    ]),
  ),
);

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
  const plain = await opened(house, wageCase({ applicant: WEI }));
  const secret = await opened(house, hardshipCase({ applicant: HUANG }));
  await opened(house, wageCase({ applicant: QIN }));
  await house.app.database.prisma.case.updateMany({
    where: { acceptanceNo: secret.acceptanceNo },
    data: { confidential: true },
  });
  await house.app.database.prisma.case.updateMany({
    where: { acceptanceNo: plain.acceptanceNo },
    data: { divisionCode: '450103', workplaceDivision: '990102' },
  });
});
afterAll(() => house.close());

const ids = (rows: readonly { id: string }[]): readonly string[] => rows.map(({ id }) => id).toSorted();
const select = { id: true } as const;

describe('a scope says the same to Prisma and in SQL', () => {
  it.each([...OF_PERSONAS, ...OF_DIVISIONS, ['nobody', { kind: 'NOTHING' }] as [string, RowScope]])(
    'for %s',
    async (_name, scope) => {
      const { prisma } = house.app.database;
      const cases = caseScope(scope);
      const referrals = referralScope(scope);
      const people = personScope(scope);

      const bySql = {
        cases: await prisma.$queryRaw<{ id: string }[]>`SELECT c.id::text FROM "case" c WHERE ${caseCondition(scope)}`,
        referrals: await prisma.$queryRaw<{ id: string }[]>`
          SELECT r.id::text FROM referral r
           WHERE r.case_id IN (SELECT c.id FROM "case" c WHERE ${caseCondition(scope)}) AND ${referralCondition(scope)}`,
        people: await prisma.$queryRaw<{ id: string }[]>`
          SELECT p.id::text FROM person p WHERE ${personCondition(scope)}`,
      };

      expect(ids(bySql.cases)).toEqual(cases ? ids(await prisma.case.findMany({ where: cases, select })) : []);
      expect(ids(bySql.referrals)).toEqual(
        referrals ? ids(await prisma.referral.findMany({ where: referrals, select })) : [],
      );
      expect(ids(bySql.people)).toEqual(people ? ids(await prisma.person.findMany({ where: people, select })) : []);
    },
  );

  it('and the matrix has scopes that see some of the cases and scopes that see none', async () => {
    const counts = await Promise.all(
      [...OF_PERSONAS, ...OF_DIVISIONS].map(
        async ([, scope]) =>
          (
            await house.app.database.prisma.$queryRaw<unknown[]>(
              Prisma.sql`SELECT 1 FROM "case" c WHERE ${caseCondition(scope)}`,
            )
          ).length,
      ),
    );

    expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3]));
  });
});
