import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LeadStatus } from '#domain/feeds/lead.ts';
import { claimLead } from '#usecases/feeds/claim-lead.ts';
import { seededRandom } from '../../support/factories/identifiers.ts';
import { CITY } from '../support/city-scope.ts';
import { WINDOW } from '../support/stage.ts';
import { householdCells, householdFile, householdLine, insuranceFile, insuranceLine } from './support/feed-lines.ts';
import { type FeedStage, openFeedStage } from './support/feed-stage.ts';

describe('a file that an agency delivers', () => {
  const random = seededRandom(4401);
  let stage: FeedStage;

  beforeAll(async () => {
    stage = await openFeedStage();
  });
  afterAll(() => stage.close());

  const leads = () => stage.app.database.prisma.lead.findMany({ orderBy: { applicationNo: 'asc' } });

  it('is taken row by row, leaves the folder and stays in the archive', async () => {
    const before = (await leads()).length;
    const file = await stage.take({ bytes: householdFile([householdLine(random), householdLine(random)]) });

    expect(file).toMatchObject({ status: 'DONE', countedRows: 2, appliedRows: 2 });
    expect(file.counts).toEqual({ accepted: 2, unchanged: 0, quarantined: 0, deleted: 0, inReview: 0 });
    expect((await leads()).length - before).toBe(2);
    expect(await readdir(path.join(stage.folder, 'civil-affairs/households'))).toEqual([]);
  });

  it('does nothing when the same bytes come again under any name', async () => {
    const bytes = householdFile([householdLine(random)]);
    const first = await stage.take({ name: 'monday.csv', bytes });
    const again = await stage.take({ name: 'tuesday.csv', bytes });

    expect(again.id).toBe(first.id);
    expect(await readdir(path.join(stage.folder, 'civil-affairs/households'))).toEqual([]);
  });

  it('is a file of its own when other bytes come under the same name', async () => {
    const cells = householdCells(random);
    const first = await stage.take({ name: 'same.csv', bytes: householdFile([Object.values(cells).join(',')]) });
    const next = await stage.take({
      name: 'same.csv',
      bytes: householdFile([Object.values({ ...cells, status: '2' }).join(',')]),
    });

    expect(next.id).not.toBe(first.id);
    expect((await leads()).find(({ applicationNo }) => applicationNo === cells.applicationNo)?.sourceStatus).toBe(
      'GRANTED',
    );
  });

  it('counts what is known already as unchanged', async () => {
    const line = householdLine(random);
    await stage.take({ bytes: householdFile([line]) });
    const again = await stage.take({ bytes: householdFile([line, householdLine(random)]) });

    expect(again.counts).toEqual({ accepted: 1, unchanged: 1, quarantined: 0, deleted: 0, inReview: 0 });
  });

  it('marks as gone what a tombstone names, and brings it back when it is stated again', async () => {
    const cells = householdCells(random);
    const line = Object.values(cells).join(',');
    const tombstone = `D,${cells.applicationNo},01,,,,,,,,`;
    const goneAt = async () =>
      (await leads()).find(({ applicationNo }) => applicationNo === cells.applicationNo)?.goneAt;

    await stage.take({ bytes: householdFile([line]) });
    const taken = await stage.take({ bytes: householdFile([tombstone]) });
    expect(taken.counts).toMatchObject({ deleted: 1, accepted: 0 });
    expect(await goneAt()).toEqual(stage.clock.now());

    const revived = await stage.take({ bytes: householdFile([line, householdLine(random)]) });
    expect(revived.counts).toMatchObject({ accepted: 2 });
    expect(await goneAt()).toBeNull();
  });

  it('offers a family that its source took back to no window, unless somebody works with it already', async () => {
    const [left, taken] = [householdCells(random), householdCells(random)];
    const { stores } = stage.app.dependencies;
    await stage.take({ bytes: householdFile([left, taken].map((cells) => Object.values(cells).join(','))) });
    const idOf = async (applicationNo: string) =>
      (await leads()).find((lead) => lead.applicationNo === applicationNo)?.id ?? '';
    const leadId = await idOf(taken.applicationNo);
    const claim = (id: string, idempotencyKey: string) =>
      claimLead(stage.app.dependencies, WINDOW, { idempotencyKey, leadId: id });
    await claim(leadId, 'claim-1');

    const tombstones = [left, taken].map(({ applicationNo }) => `D,${applicationNo},01,,,,,,,,`);
    await stage.take({ bytes: householdFile(tombstones) });

    const leftId = await idOf(left.applicationNo);
    const page = { first: 100 };
    const ids = async (...status: readonly LeadStatus[]) =>
      (await stores.leads.list(CITY, status, page)).items.map(({ id }) => id);
    expect(await ids('OPEN')).not.toContain(leftId);
    expect(await ids('WITHDRAWN', 'CLAIMED')).toEqual(expect.arrayContaining([leftId, leadId]));
    expect(await stores.leads.find(CITY, leadId)).toMatchObject({ status: 'CLAIMED' });
    await expect(claim(leftId, 'claim-2')).rejects.toMatchObject({
      faults: [{ code: 'TRANSITION_REFUSED', details: { currentStatus: 'WITHDRAWN' } }],
    });
  });

  it('puts a tombstone for what never came aside', async () => {
    const file = await stage.take({ bytes: householdFile(['D,NEVER-1,01,,,,,,,,', householdLine(random)]) });

    expect(file.counts).toEqual({ accepted: 1, unchanged: 0, quarantined: 1, deleted: 0, inReview: 0 });
    expect(await stage.quarantined(file.id)).toEqual(['1 操作 TOMBSTONE_UNKNOWN']);
  });

  it('lets the last of several rows about the same thing count', async () => {
    const cells = householdCells(random);
    const lines = [cells, { ...cells, status: '2' }, { ...cells, status: '3' }].map((each) =>
      Object.values(each).join(','),
    );
    const file = await stage.take({ bytes: householdFile([...lines, `D,${cells.applicationNo},01,,,,,,,,`]) });

    const lead = (await leads()).find(({ applicationNo }) => applicationNo === cells.applicationNo);
    expect(lead).toMatchObject({ sourceStatus: 'REFUSED', goneAt: stage.clock.now() });
    expect(file.counts).toEqual({ accepted: 3, unchanged: 0, quarantined: 0, deleted: 1, inReview: 0 });
  });

  it('enters somebody new once, however many rows name them, and never under two names', async () => {
    const cells = householdCells(random);
    const lines = [cells, { ...householdCells(random), residentId: cells.residentId }].map((each) =>
      Object.values(each).join(','),
    );
    const other = Object.values({ ...householdCells(random), residentId: cells.residentId, name: '黄他人' }).join(',');
    const file = await stage.take({ bytes: householdFile([...lines, other]) });

    expect(file.counts).toMatchObject({ accepted: 2, inReview: 1, quarantined: 0 });
    const people = await stage.app.database.prisma.lead.groupBy({
      by: ['personId'],
      where: { applicationNo: cells.applicationNo },
    });
    expect(people).toHaveLength(1);
  });

  it('waits for a file without a marker', async () => {
    const before = await stage.newest();
    await stage.deliver({ name: 'half.csv', bytes: householdFile([householdLine(random)]), marker: null });
    await stage.work();

    expect((await stage.newest()).id).toBe(before.id);
    expect(await readdir(path.join(stage.folder, 'civil-affairs/households'))).toContain('half.csv');
  });

  it('gives a delivery that is not whole back to the sender, with the reason', async () => {
    const file = await stage.take({ name: 'alone.csv', bytes: undefined });

    expect(file).toMatchObject({ status: 'REFUSED', reason: 'FILE_MISSING', name: 'alone.csv' });
    const folder = path.join(stage.folder, 'civil-affairs/households');
    expect(await readFile(path.join(folder, 'alone.csv.refused'), 'utf8')).toContain('FILE_MISSING');
    expect(await readdir(folder)).not.toContain('alone.csv.done');
  });

  it('takes periods of social insurance, known by blind index only', async () => {
    const lines = [
      insuranceLine(random),
      insuranceLine(random),
      insuranceLine(random, { payment: '3', to: '20240630' }),
    ];
    const delivery = { agency: 'hr-bureau', feed: 'insurance' };
    const file = await stage.take({ ...delivery, bytes: insuranceFile(lines) });
    const again = await stage.take({ ...delivery, bytes: insuranceFile([...lines, insuranceLine(random)]) });

    expect(file.counts).toEqual({ accepted: 3, unchanged: 0, quarantined: 0, deleted: 0, inReview: 0 });
    expect(again.counts).toEqual({ accepted: 1, unchanged: 3, quarantined: 0, deleted: 0, inReview: 0 });
    expect(await stage.app.database.prisma.insuranceRecord.count()).toBe(4);
  });
});
