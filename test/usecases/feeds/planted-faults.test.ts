import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFeedDefinition } from '#domain/feeds/feed-definitions.ts';
import { FEED_FILE_OPEN } from '#domain/feeds/feed-file.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import { findFeedFaults } from '#usecases/feeds/find-feed-faults.ts';
import { handInFeedFile } from '#usecases/feeds/hand-in-feed-file.ts';
import { INSURANCE_HEADER, plantedLine } from '../../../bench/plant-faults.ts';
import { type FeedStage, openFeedStage } from './support/feed-stage.ts';

const ROWS = 20_000;

describe('a file of 20,000 rows with faults planted in one of a hundred', () => {
  const lines = Array.from({ length: ROWS }, (_, index) => plantedLine(index + 1));
  const planted = lines.flatMap(({ end }, index) => (end === undefined ? [] : [`${index + 1} ${end}`]));
  const bytes = () => Readable.from([Buffer.from([INSURANCE_HEADER, ...lines.map(({ text }) => text), ''].join('\n'))]);
  let stage: FeedStage;

  beforeAll(async () => {
    stage = await openFeedStage();
  });
  afterAll(() => stage.close());

  it('ends with each fault in quarantine for its own reason and every other row taken', async () => {
    const deps = stage.app.dependencies;
    const handedIn = {
      agencyCode: 'hr-bureau',
      feed: 'insurance',
      name: 'big.csv',
      rows: ROWS,
      encoding: 'utf-8' as const,
    };
    const entered = await handInFeedFile(deps, { ...handedIn, bytes: bytes() });
    const { id } = entered === 'TOO_LARGE' ? { id: '' } : entered;
    for (let turn = 0; turn < 10; turn += 1) {
      await continueFeedFile(deps, id);
      if (!FEED_FILE_OPEN.includes((await deps.stores.feedFiles.find(id))!.status)) break;
    }

    const rows = await stage.app.database.prisma.quarantinedRow.findMany({ orderBy: { rowNumber: 'asc' } });
    expect(rows.map(({ rowNumber, field, reason }) => `${rowNumber} ${field} ${reason}`)).toEqual(planted);
    expect(await deps.stores.feedFiles.find(id)).toMatchObject({
      status: 'DONE',
      counts: { accepted: ROWS - planted.length, unchanged: 0, quarantined: planted.length, deleted: 0, inReview: 0 },
    });
    expect(await stage.app.database.prisma.insuranceRecord.count()).toBe(ROWS - planted.length);
    expect(
      createHash('sha256')
        .update((await bytes().toArray())[0])
        .digest('hex'),
    ).toBe((await deps.stores.feedFiles.find(id))?.sha256);
  });

  it('is told apart by the check beforehand, except for what only the tables know', async () => {
    const faults = await findFeedFaults(stage.app.dependencies, findFeedDefinition('insurance')!, bytes, 'utf-8');
    const expected = planted.filter((fault) => !fault.endsWith('TOMBSTONE_UNKNOWN'));

    expect(faults.file).toMatchObject({ ok: true, rows: ROWS });
    expect(faults.groups.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
    for (const { field, reason, count, firstRows } of faults.groups) {
      const same = expected.filter((fault) => fault.endsWith(` ${field} ${reason}`));
      expect([count, firstRows[0]]).toEqual([same.length, Number(same[0]?.split(' ')[0])]);
    }
  });
});
