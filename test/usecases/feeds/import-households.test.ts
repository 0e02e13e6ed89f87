import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HouseholdBatch, HouseholdRow, PushedHousehold } from '#domain/agencies/inbound-content.ts';
import { maskResidentId } from '#domain/registry/masking.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { fakeAgency, messageOf } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

describe('a batch of households that civil affairs pushes', () => {
  const random = seededRandom(35);
  let stage: Stage;
  let batches = 0;

  beforeAll(async () => {
    stage = await openStage([fakeAgency({ code: 'civil-affairs', roles: ['CIVIL_AFFAIRS_CHECK'] })]);
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    const { prisma } = stage.app.database;
    await prisma.matchCandidate.deleteMany();
    await prisma.matchReview.deleteMany();
    await prisma.quarantinedRow.deleteMany();
    await prisma.feedImport.deleteMany();
    await prisma.lead.deleteMany();
  });

  function household(
    changes: Partial<PushedHousehold> = {},
    worker: Partial<PushedHousehold['worker']> = {},
  ): PushedHousehold {
    return {
      applicationNo: `DB-${Math.floor(random() * 1e9)}`,
      category: 'DIBAO',
      status: 'APPLIED',
      divisionCode: '990101',
      householdSize: 3,
      ...changes,
      worker: { name: '韦困难', residentId: makeResidentId(random), employer: '桂江第二纺织厂', ...worker },
    };
  }

  const rowsOf = (households: readonly PushedHousehold[]): HouseholdRow[] =>
    households.map((each, index) => ({ ok: true, rowNumber: index + 1, household: each }));

  async function push(rows: readonly HouseholdRow[], declaredCount = rows.length): Promise<void> {
    batches += 1;
    const batch: HouseholdBatch = { kind: 'HOUSEHOLD_BATCH', batchNo: `B-${batches}`, declaredCount, rows };
    await stage.app.system.receiveWebhook('civil-affairs', { headers: { id: `b-${batches}` }, body: messageOf(batch) });
    await stage.drain();
    expect(
      await stage.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { messageId: `b-${batches}` } }),
    ).toMatchObject({
      status: 'APPLIED',
    });
  }

  const leads = () => stage.app.database.prisma.lead.findMany({ orderBy: { id: 'asc' } });
  const quarantined = async () =>
    (await stage.app.database.prisma.quarantinedRow.findMany({ orderBy: { rowNumber: 'asc' } })).map(
      ({ rowNumber, field, reason }) => `${rowNumber} ${field} ${reason}`,
    );
  const lastImport = () => stage.app.database.prisma.feedImport.findFirstOrThrow({ orderBy: { id: 'desc' } });

  const reviews = async () =>
    (await stage.app.database.prisma.matchReview.findMany({ orderBy: { rowNumber: 'asc' } })).map(
      ({ rowNumber, reason, status }) => `${rowNumber} ${reason} ${status}`,
    );

  it('takes the good rows, asks a person about one, and puts each bad one aside with its field and reason', async () => {
    await push([
      ...rowsOf([
        household(),
        household({}, { residentId: wrongCheckDigit(makeResidentId(random)) }),
        household({ divisionCode: '999999' }),
        household({ category: 'CONSTRUCTOR' }),
        household(),
      ]),
      { ok: false, rowNumber: 6, field: 'householdSize', reason: 'not a number', raw: '{"householdSize":"many"}' },
    ]);

    expect(await leads()).toHaveLength(2);
    expect(await quarantined()).toEqual([
      '3 divisionCode DIVISION_UNKNOWN',
      '4 category CHOICE_INVALID',
      '6 householdSize not a number',
    ]);
    expect(await reviews()).toEqual(['2 NUMBER_WRONG OPEN']);
    expect(await lastImport()).toMatchObject({
      declaredCount: 6,
      receivedCount: 6,
      acceptedCount: 2,
      inReviewCount: 1,
    });
  });

  it('opens no hardship file and moves none: the union still visits, publicises and approves', async () => {
    const { prisma } = stage.app.database;
    const files = await prisma.hardshipFile.findMany({ orderBy: { id: 'asc' } });
    const filed = { name: '农秀英', residentId: '990101198808080064' };

    await push(rowsOf([household({ category: 'RIGID_EXPENDITURE', status: 'GRANTED' }, filed), household()]));
    await stage.app.system.fileHouseholds();

    expect(await leads()).toHaveLength(2);
    expect(await prisma.hardshipFile.findMany({ orderBy: { id: 'asc' } })).toEqual(files);
  });

  it('records that fewer rows came than were declared, and takes those that came', async () => {
    await push(rowsOf([household(), household()]), 5);

    expect(await leads()).toHaveLength(2);
    expect(await quarantined()).toEqual(['0 declaredCount declared 5, received 2']);
    expect(await lastImport()).toMatchObject({ declaredCount: 5, receivedCount: 2, acceptedCount: 2 });
  });

  it('updates the leads when the same households come again, and makes no second ones', async () => {
    const first = [household(), household()];
    await push(rowsOf(first));
    const people = await stage.app.database.prisma.person.count();

    await push(rowsOf(first.map((each) => ({ ...each, status: 'GRANTED', householdSize: 4 }))));

    expect(await leads()).toMatchObject([
      { sourceStatus: 'GRANTED', householdSize: 4, status: 'OPEN' },
      { sourceStatus: 'GRANTED', householdSize: 4, status: 'OPEN' },
    ]);
    expect(await stage.app.database.prisma.person.count()).toBe(people);
  });

  it('leaves a lead that a window has claimed with that window', async () => {
    const one = household();
    await push(rowsOf([one]));
    const [lead] = await leads();
    await stage.app.database.prisma.lead.update({
      where: { id: lead?.id ?? '' },
      data: { status: 'CLAIMED', claimedBy: 'test:window' },
    });

    await push(rowsOf([{ ...one, status: 'GRANTED' }]));

    expect(await leads()).toMatchObject([{ status: 'CLAIMED', claimedBy: 'test:window', sourceStatus: 'GRANTED' }]);
  });

  it('takes two rows of one batch about the same household for one lead', async () => {
    const one = household();

    await push(rowsOf([one, { ...one, householdSize: 5 }]));

    expect(await leads()).toMatchObject([{ householdSize: 5 }]);
  });

  it('never matches a masked number with the person it could be, nor makes anybody of it', async () => {
    const { person } = await existing();
    const people = await stage.app.database.prisma.person.count();

    await push(
      rowsOf([
        household({}, { residentId: maskResidentId(person, 'INTERNAL') }),
        household({}, { residentId: maskResidentId(person, 'PUBLIC') }),
      ]),
    );

    expect(await leads()).toEqual([]);
    expect(await quarantined()).toEqual([]);
    expect(await reviews()).toEqual(['1 NUMBER_MASKED OPEN', '2 NUMBER_MASKED OPEN']);
    expect(await stage.app.database.prisma.person.count()).toBe(people);
  });

  it('finds who is in the register by the number, which a masked name does not contradict and another one does', async () => {
    const { person, name } = await existing();

    await push(
      rowsOf([
        household({}, { residentId: person, name }),
        household({}, { residentId: person, name: '韦*' }),
        household({}, { residentId: person, name: '别的人' }),
      ]),
    );

    expect(await leads()).toMatchObject([{ matched: true }, { matched: true }]);
    expect(await quarantined()).toEqual([]);
    expect(await reviews()).toEqual(['3 NAME_DIFFERS OPEN']);
  });

  it('is imported once when two jobs apply it at the same moment', async () => {
    batches += 1;
    const batch: HouseholdBatch = {
      kind: 'HOUSEHOLD_BATCH',
      batchNo: 'B-twice',
      declaredCount: 3,
      rows: rowsOf([household(), household(), household()]),
    };
    await stage.app.system.receiveWebhook('civil-affairs', { headers: { id: `b-${batches}` }, body: messageOf(batch) });
    const { id } = await stage.app.database.prisma.inboundMessage.findFirstOrThrow({
      where: { messageId: `b-${batches}` },
    });
    const other = await stage.secondApp();

    await Promise.all([stage.app, other, stage.app, other].map((app) => app.system.applyInboundMessage(id)));

    expect(await leads()).toHaveLength(3);
    expect(await stage.app.database.prisma.feedImport.count()).toBe(1);
  });

  it('comes through when two batches with the same new people in opposite order are applied at once', async () => {
    const households = Array.from({ length: 10 }, () => household());
    const ids: string[] = [];
    for (const rows of [households, households.toReversed()]) {
      batches += 1;
      const batch: HouseholdBatch = {
        kind: 'HOUSEHOLD_BATCH',
        batchNo: `B-${batches}`,
        declaredCount: rows.length,
        rows: rowsOf(rows),
      };
      await stage.app.system.receiveWebhook('civil-affairs', {
        headers: { id: `b-${batches}` },
        body: messageOf(batch),
      });
      ids.push(
        (await stage.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { messageId: `b-${batches}` } })).id,
      );
    }

    const results = await Promise.allSettled(ids.map((id) => stage.app.system.applyInboundMessage(id)));
    await stage.drain();

    expect(results.map(({ status }) => status)).toContain('fulfilled');
    expect(await leads()).toHaveLength(10);
    expect(await stage.app.database.prisma.feedImport.count()).toBe(2);
    expect(await quarantined()).toEqual([]);
  });

  async function existing(): Promise<{ person: ResidentId; name: string }> {
    const person = makeResidentId(random);
    await push(rowsOf([household({}, { residentId: person, name: '韦困难' })]));
    await stage.app.database.prisma.lead.deleteMany();
    await stage.app.database.prisma.quarantinedRow.deleteMany();
    return { person, name: '韦困难' };
  }
});

function wrongCheckDigit(id: string): string {
  return `${id.slice(0, 17)}${id.endsWith('1') ? '2' : '1'}`;
}
