import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localDate } from '#domain/referrals/local-date.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage([fakeAgency()]);
});
afterAll(() => stage.close());

const question = () => ({ serviceItemCode: 'courier-wage-arrears', until: stage.clock.now() });
const read = (limit = 100, after?: string) =>
  stage.app.dependencies.stores.pastDecisions.cases(question(), { limit, after });

describe('what a rehearsal reads of a case', () => {
  it('is what was decided then: places, form, facts, offices and clocks', async () => {
    const { caseId } = await stage.openMediation();
    const { prisma } = stage.app.database;
    const stored = await prisma.case.findUniqueOrThrow({
      where: { id: caseId },
      include: { deadlines: true, referrals: true },
    });

    const past = (await read()).find(({ id }) => id === caseId);

    expect(past).toMatchObject({
      versionId: stored.serviceItemVersionId,
      divisionCode: '990101',
      workplaceDivision: '990101',
      decidedAt: stored.openedAt,
      confirmedPassports: [],
      known: {
        form: { arrearsAmount: '16500.00', arrearsMonths: 3 },
        facts: { channel: 'WINDOW', today: '2026-03-02', applicant: { isMember: false }, sources: [] },
      },
    });
    expect(past?.steps.map(({ key }) => key)).toEqual(['mediation', 'arbitration', 'court']);
    expect(past?.steps[0]?.officeId).toBe(stored.referrals[0]?.officeId);
    expect(past?.clocks).toEqual(
      stored.deadlines.map(({ rule, dueAt }) => ({
        rule,
        start: 'DRAFTED',
        status: 'RUNNING',
        startedOn: localDate('2026-03-02'),
        dueAt,
        pauses: [],
      })),
    );
  });

  it('names the passports that a person had confirmed, and no others', async () => {
    const { caseId } = await stage.openMediation();
    const { prisma } = stage.app.database;
    const passports = JSON.stringify([{ key: 'confirmed', confirmedBy: 'window' }, { key: 'offered' }]);
    await prisma.$executeRaw`
      UPDATE "case" SET plan = jsonb_set(plan, '{passports}', ${passports}::jsonb) WHERE id = ${caseId}::uuid`;

    const past = (await read()).find(({ id }) => id === caseId);

    expect(past?.confirmedPassports).toEqual(['confirmed']);
  });

  it('comes in pages, each case once, in the order of ids', async () => {
    for (let index = 0; index < 3; index += 1) await stage.openMediation();
    const whole = (await read()).map(({ id }) => id);

    const paged: string[] = [];
    for (let page = await read(2); page.length > 0; page = await read(2, paged.at(-1))) {
      paged.push(...page.map(({ id }) => id));
    }

    expect(paged).toEqual(whole);
    expect(whole).toEqual(whole.toSorted());
    expect(await stage.app.dependencies.stores.pastDecisions.count('CASES', question())).toBe(whole.length);
  });
});
