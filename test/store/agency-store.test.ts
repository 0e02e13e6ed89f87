import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wageCase } from '../resolvers/support/case-inputs.ts';
import { opened } from '../resolvers/support/case-operations.ts';
import { buildTestApp, type TestApp } from '../support/build-test-app.ts';

let house: TestApp;
let officeId: string;

beforeAll(async () => {
  house = await buildTestApp();
  await opened(house, wageCase());
  const row = await house.app.database.prisma.referral.findFirstOrThrow({ where: { stepKey: 'mediation' } });
  ({ officeId } = row);
});
afterAll(() => house.close());

async function openAt(id: string): Promise<number | undefined> {
  const { prisma } = house.app.database;
  const { role, divisionCode } = await prisma.agencyOffice.findUniqueOrThrow({ where: { id } });
  const offices = await house.app.dependencies.stores.agencies.offices([role as never], [divisionCode]);
  return offices.find((office) => office.id === id)?.openReferrals;
}

describe('what lies with an office', () => {
  it('is counted where its capacity or a neighbour makes it matter, and nowhere else', async () => {
    const { prisma } = house.app.database;
    const office = await prisma.agencyOffice.findUniqueOrThrow({ where: { id: officeId } });

    await prisma.agencyOffice.update({ where: { id: officeId }, data: { capacity: null } });
    expect(await openAt(officeId)).toBe(0);

    await prisma.agencyOffice.update({ where: { id: officeId }, data: { capacity: 10 } });
    expect(await openAt(officeId)).toBe(1);

    await prisma.agencyOffice.update({ where: { id: officeId }, data: { capacity: null } });
    const neighbour = {
      ...office,
      id: '01990000-0000-7000-8000-0000000000aa',
      agencyCode: 'legal-aid',
      capacity: null,
    };
    await prisma.agencyOffice.create({ data: neighbour });
    expect(await openAt(officeId)).toBe(1);
    expect(await openAt(neighbour.id)).toBe(0);
  });
});
