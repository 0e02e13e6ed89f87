import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { householdFile, householdLine } from './support/feed-lines.ts';
import { type FeedStage, openFeedStage } from './support/feed-stage.ts';

const PACE = { chunkRows: 10, chunksPerTurn: 4 };
/** By the last digit of the row's index. */
const CHANGES: Readonly<Record<number, (id: string) => { readonly residentId: string }>> = {
  4: () => ({ residentId: '9.9010E+17' }),
  7: (id) => ({ residentId: `${id.slice(0, 6)}${id.slice(8, 17)}` }),
};

describe('a file whose work is interrupted', () => {
  const random = seededRandom(31);
  let stage: FeedStage;

  beforeAll(async () => {
    stage = await openFeedStage();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    const { prisma } = stage.app.database;
    await prisma.quarantinedRow.deleteMany();
    await prisma.feedFile.deleteMany();
    await prisma.matchCandidate.deleteMany();
    await prisma.matchReview.deleteMany();
    await prisma.lead.deleteMany();
  });

  /** 95 rows of which one in ten is faulty, and one in ten has a number of 15 digits, about which a person is asked. */
  async function deliver(): Promise<FeedFile> {
    const lines = Array.from({ length: 95 }, (_, index) =>
      householdLine(random, CHANGES[index % 10]?.(makeResidentId(random))),
    );
    await stage.deliver({ bytes: householdFile(lines) });
    await stage.app.system.collectFeedFiles();
    return stage.newest();
  }

  const state = async ({ id }: FeedFile) => (await stage.app.dependencies.stores.feedFiles.find(id))!;

  async function letLeasesPass(): Promise<void> {
    await stage.app.database.prisma.$executeRaw`UPDATE feed_file SET lease_until = lease_until - interval '1 day'`;
  }

  /** Stores whose worker dies when it is about to write, or has just written, its n-th chunk. */
  function dyingAt(chunk: number, when: 'BEFORE' | 'AFTER'): UsecaseDependencies {
    const deps = stage.app.dependencies;
    let written = 0;
    return {
      ...deps,
      stores: {
        ...deps.stores,
        feedChunks: {
          ...deps.stores.feedChunks,
          prepare(rows) {
            const commit = deps.stores.feedChunks.prepare(rows);
            return async () => {
              written += 1;
              if (written === chunk && when === 'BEFORE') throw new Error('killed');
              const end = await commit();
              if (written === chunk && when === 'AFTER') throw new Error('killed');
              return end;
            };
          },
        },
      },
    };
  }

  async function finish(file: FeedFile): Promise<FeedFile> {
    for (let turn = 0; turn < 20; turn += 1) {
      await continueFeedFile(stage.app.dependencies, file.id, PACE);
      const now = await state(file);
      if (now.status === 'DONE') return now;
    }
    throw new Error('the file never came to an end');
  }

  async function expectWhole(file: FeedFile): Promise<void> {
    expect(file.counts).toEqual({ accepted: 76, unchanged: 0, quarantined: 10, deleted: 0, inReview: 9 });
    expect(await stage.app.database.prisma.lead.count()).toBe(76);
    expect(await stage.app.database.prisma.matchReview.count()).toBe(9);
    expect(await stage.quarantined(file.id)).toHaveLength(10);
  }

  it('is done in turns', async () => {
    const file = await deliver();
    await continueFeedFile(stage.app.dependencies, file.id, PACE);

    expect(await state(file)).toMatchObject({ status: 'APPLYING', countedRows: 95, appliedRows: 40 });
    await expectWhole(await finish(file));
  });

  it.each([1, 2, 3, 4].flatMap((chunk) => (['BEFORE', 'AFTER'] as const).map((when) => ({ chunk, when }))))(
    'goes on after the last committed chunk when its worker dies $when chunk $chunk',
    async ({ chunk, when }) => {
      const file = await deliver();
      await expect(continueFeedFile(dyingAt(chunk, when), file.id, PACE)).rejects.toThrow('killed');

      expect((await state(file)).appliedRows).toBe((when === 'AFTER' ? chunk : chunk - 1) * 10);
      // While the lease of the dead worker holds, nobody else goes on.
      await continueFeedFile(stage.app.dependencies, file.id, PACE);
      expect((await state(file)).appliedRows).toBe((when === 'AFTER' ? chunk : chunk - 1) * 10);
      await letLeasesPass();
      await expectWhole(await finish(file));
    },
  );

  it('leaves no question behind when its worker dies in the middle of a chunk, and asks it once in the end', async () => {
    const file = await deliver();
    const { feedChunks } = stage.app.dependencies.stores;
    let asked = 0;
    const dying: UsecaseDependencies = {
      ...stage.app.dependencies,
      stores: {
        ...stage.app.dependencies.stores,
        feedChunks: {
          ...feedChunks,
          prepare: (chunk) =>
            feedChunks.prepare({
              ...chunk,
              async takeRecord(tx, record, source) {
                const end = await chunk.takeRecord(tx, record, source);
                asked += 1;
                if (asked === 3) throw new Error('killed');
                return end;
              },
            }),
        },
      },
    };
    await expect(continueFeedFile(dying, file.id, PACE)).rejects.toThrow('killed');

    expect((await state(file)).appliedRows).toBe(20);
    expect(await stage.app.database.prisma.matchReview.count()).toBe(2);
    expect(await stage.app.database.prisma.lead.count()).toBe(16);
    await letLeasesPass();
    await expectWhole(await finish(file));
  });

  it('is not written by a worker that was overtaken', async () => {
    const file = await deliver();
    const { feedChunks } = stage.app.dependencies.stores;
    let overtaking = true;
    const slow: UsecaseDependencies = {
      ...stage.app.dependencies,
      stores: {
        ...stage.app.dependencies.stores,
        feedChunks: {
          ...feedChunks,
          prepare(chunk) {
            const commit = feedChunks.prepare(chunk);
            return async () => {
              if (overtaking) {
                overtaking = false;
                await letLeasesPass();
                await finish(file);
              }
              return commit();
            };
          },
        },
      },
    };
    await continueFeedFile(slow, file.id, PACE);

    await expectWhole(await state(file));
  });

  it('is taken once by two workers at the same time', async () => {
    const file = await deliver();
    for (let turn = 0; turn < 20 && (await state(file)).status !== 'DONE'; turn += 1)
      await Promise.all([1, 2, 3].map(() => continueFeedFile(stage.app.dependencies, file.id, PACE)));

    await expectWhole(await state(file));
  });

  it('waits for the older file of its feed, also when that one has halted', async () => {
    const first = await deliver();
    const second = await deliver();
    await continueFeedFile(stage.app.dependencies, second.id, PACE);
    expect((await state(second)).status).toBe('FOUND');

    const failing = dyingAt(1, 'BEFORE');
    for (let turn = 0; turn < 12; turn += 1) {
      await continueFeedFile(failing, first.id, PACE).catch(() => {});
      await letLeasesPass();
      Object.assign(failing, dyingAt(1, 'BEFORE'));
    }
    expect(await state(first)).toMatchObject({ status: 'HALTED', reason: 'PROCESSING_FAILED', appliedRows: 0 });
    expect(await stage.app.system.offerDueFeedFiles(10, 0)).toEqual([]);

    expect(await stage.app.dependencies.stores.feedFiles.resume(first.id)).toBe(true);
    await finish(first);
    await finish(second);
    expect(await stage.app.database.prisma.lead.count()).toBe(152);
  });

  it('is found again when its collector died before it left the folder', async () => {
    const bytes = householdFile([householdLine(random)]);
    await stage.deliver({ name: 'once.csv', bytes });
    const [source] = stage.app.dependencies.feeds.sources;
    const dying: UsecaseDependencies = {
      ...stage.app.dependencies,
      feeds: {
        ...stage.app.dependencies.feeds,
        sources: [
          {
            ...source!,
            visit: (work) =>
              source!.visit((folder) => work({ ...folder, remove: () => Promise.reject(new Error('killed')) })),
          },
        ],
      },
    };
    const { collectFeedFiles } = await import('#usecases/feeds/collect-feed-files.ts');
    await collectFeedFiles(dying);
    await collectFeedFiles(dying);
    await stage.work();

    expect((await stage.app.dependencies.stores.feedFiles.list({}, { first: 10 })).items).toHaveLength(1);
    expect((await stage.newest()).counts.accepted).toBe(1);
  });
});
