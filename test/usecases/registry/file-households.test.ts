import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntakeForm } from '#domain/cases/case.ts';
import { nextFileStatus, type HardshipFileEvent } from '#domain/registry/hardship-file-transitions.ts';
import type { HardshipFileStatus } from '#domain/registry/hardship-file.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { fakeAgency, messageOf } from '../support/fake-agency.ts';
import { openStage, type Stage, WINDOW } from '../support/stage.ts';

/** Members of the demo city: the first has no file yet, the others have one in the state named. */
const NO_FILE = { name: '黄丽萍', residentId: '990101199501010031', phone: '19900000003' };
const NO_FILE_EITHER = { name: '陆晓燕', residentId: '990101200002290054', phone: '19900000005' };
const THIRD_WITHOUT = { name: '黄小凤', residentId: '990101199308090148', phone: '19900000014' };
const FOURTH_WITHOUT = { name: '覃志明', residentId: '990101197505120079', phone: '19900000007' };
const FILED = { name: '农秀英', residentId: '990101198808080064', phone: '19900000006' };
const EXITED = { name: '班秀兰', residentId: '990101196811230087', phone: '19900000008' };

/** 875 yuan a head, below the 880 of the demo city. */
const DEEP = { householdSize: 4, annualIncome: '60000.00', rigidExpenditure: '18000.00' };
const ABOVE_EVERY_LINE = { householdSize: 1, annualIncome: '60000.00', rigidExpenditure: '0' };

const APPROVED = ['CHECKED_ELIGIBLE', 'VISIT_CONFIRMED', 'APPROVED'];

describe('households that were aided', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage([
      fakeAgency({ code: 'civil-affairs', roles: ['CIVIL_AFFAIRS_CHECK'] }),
      fakeAgency({ code: 'township', roles: ['TOWNSHIP_VISIT'] }),
      fakeAgency({ code: 'union', roles: ['UNION_AID'] }),
    ]);
  });
  afterAll(() => stage.close());

  /** One case, answered step by step. */
  async function aid(applicant: typeof NO_FILE, form: IntakeForm, outcomes = APPROVED): Promise<string> {
    const { result } = await openCase(stage.app.dependencies, WINDOW, {
      idempotencyKey: stage.app.dependencies.ids.next(),
      serviceItemCode: 'hardship-aid',
      channel: 'WINDOW',
      applicant,
      divisionCode: '990101',
      form: { hardshipCause: 'OTHER', facts: '家庭收入减少', ...form },
      consents: ['economic-check', 'home-visit'],
    });
    for (const outcome of outcomes) {
      const { id, agencyCode } = await stage.app.database.prisma.referral.findFirstOrThrow({
        where: { caseId: result.caseId },
        orderBy: { id: 'desc' },
      });
      await stage.app.system.receiveWebhook(agencyCode, {
        headers: { id: `${outcome}-${id}` },
        body: messageOf({ kind: 'REFERRAL_REPLY', referralId: id, event: 'COMPLETE', outcome }),
      });
      await stage.drain();
    }
    return result.caseId;
  }

  async function fileOf({ residentId }: typeof NO_FILE) {
    const person = await stage.app.dependencies.stores.people.findByResidentId(residentId as never);
    return stage.app.database.prisma.hardshipFile.findUnique({
      where: { personId: person?.id ?? '' },
      include: { events: { orderBy: { sequence: 'asc' } } },
    });
  }

  it('get one file each, filed and aided, with the category of their figures', async () => {
    const caseId = await aid(NO_FILE, DEEP);

    const written = await stage.app.system.fileHouseholds();

    expect(written).toBe(1);
    const file = await fileOf(NO_FILE);
    expect(file).toMatchObject({
      status: 'AIDED',
      category: 'DEEP',
      householdSize: 4,
      divisionCode: '990101',
      filedOn: new Date('2026-03-02T00:00:00Z'),
    });
    expect(file?.fileNo).toMatch(/^KN990101-2026-\d{6}$/);
    expect(file?.events.map(({ event, implied }) => `${event}${implied ? ' implied' : ''}`)).toEqual([
      'SUBMIT',
      'REVIEW',
      'VISIT',
      'VERIFY',
      'PUBLICIZE implied',
      'FILE',
      'AID',
    ]);
    expect(new Set(file?.events.map((event) => event.caseId))).toEqual(new Set([caseId]));
  });

  it('are carried once, however often and by however many workers it is tried', async () => {
    await aid(NO_FILE_EITHER, DEEP);
    const other = await stage.secondApp();

    const written = await Promise.all([stage.app.system.fileHouseholds(), other.system.fileHouseholds()]);
    const again = await stage.app.system.fileHouseholds();

    expect(written.toSorted()).toEqual([0, 1]);
    expect(again).toBe(0);
    expect((await fileOf(NO_FILE_EITHER))?.events).toHaveLength(7);
  });

  it('keep their file and its number, with the category as it is now', async () => {
    const before = await fileOf(FILED);
    await aid(FILED, DEEP);

    await stage.app.system.fileHouseholds();

    expect(before).toMatchObject({ category: 'RELATIVE', status: 'FILED' });
    expect(await fileOf(FILED)).toMatchObject({
      id: before?.id,
      fileNo: before?.fileNo,
      filedOn: before?.filedOn,
      category: 'DEEP',
      status: 'AIDED',
      events: [{ event: 'AID', fromStatus: 'FILED', toStatus: 'AIDED' }],
    });
  });

  it('that fall back after an exit are filed anew under the same number', async () => {
    const before = await fileOf(EXITED);
    await aid(EXITED, DEEP);

    await stage.app.system.fileHouseholds();

    const file = await fileOf(EXITED);
    expect(file).toMatchObject({ fileNo: before?.fileNo, status: 'AIDED', filedOn: new Date('2026-03-02T00:00:00Z') });
    expect(file?.events[0]).toMatchObject({ event: 'SUBMIT', fromStatus: 'EXITED' });
  });

  it('whose figures lie above every line wait for the union to name the category', async () => {
    await aid(THIRD_WITHOUT, ABOVE_EVERY_LINE);

    await stage.app.system.fileHouseholds();

    expect(await fileOf(THIRD_WITHOUT)).toMatchObject({ status: 'AIDED', category: null });
  });

  it('that were not approved get no file', async () => {
    await aid(FOURTH_WITHOUT, DEEP, ['CHECKED_ELIGIBLE', 'VISIT_CONFIRMED', 'REJECTED']);

    expect(await stage.app.system.fileHouseholds()).toBe(0);
    expect(await fileOf(FOURTH_WITHOUT)).toBeNull();
  });

  it('whose exit is under way are left to a person, and are not tried again', async () => {
    const file = await fileOf(NO_FILE);
    await stage.app.database.prisma.hardshipFile.update({
      where: { id: file?.id ?? '' },
      data: { status: 'EXIT_PROPOSED' },
    });
    const caseId = await aid(NO_FILE, DEEP);

    const written = [await stage.app.system.fileHouseholds(), await stage.app.system.fileHouseholds()];

    expect(written).toEqual([0, 0]);
    expect(await fileOf(NO_FILE)).toMatchObject({ status: 'EXIT_PROPOSED', version: file?.version });
    expect(await stage.app.database.prisma.hardshipFiling.findUniqueOrThrow({ where: { caseId } })).toMatchObject({
      fileId: null,
      refusal: 'EXIT_UNDER_WAY',
    });
  });

  it('have a status that their events give when they are replayed by the table', async () => {
    const files = await stage.app.database.prisma.hardshipFile.findMany({
      where: { status: 'AIDED' },
      include: { events: { orderBy: { sequence: 'asc' } } },
    });

    expect(files.length).toBeGreaterThan(3);
    for (const { status, events } of files) {
      const replayed = events.reduce<string | undefined>(
        (from, { event }) => nextFileStatus(from as HardshipFileStatus, event as HardshipFileEvent),
        events[0]?.fromStatus,
      );
      expect(replayed).toBe(status);
    }
  });
});
