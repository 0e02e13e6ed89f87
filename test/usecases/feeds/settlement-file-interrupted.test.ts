import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { delivered, openSettlementStage, settlementLine, type SettlementStage } from './support/settlement-stage.ts';

const PACE = { chunkRows: 4, chunksPerTurn: 50 };

/** Three visits in two chunks: one settled and settled again, one that waits, one reversed by the second chunk. */
const LINES = [
  settlementLine({ id: 'S1', visit: 'V1' }),
  settlementLine({ id: 'S1', visit: 'V1', reversed: true }),
  settlementLine({ id: 'S2', visit: 'V2' }),
  settlementLine({ id: 'S3', visit: 'V2', at: '2026-03-12 09:05:00' }),
  settlementLine({ id: 'S4', visit: 'V1', at: '2026-03-12 09:05:00' }),
  settlementLine({ id: 'S2', visit: 'V2', reversed: true }),
  settlementLine({ id: 'S5', visit: 'V3', residentId: '990101199901010015' }),
];

describe('a file of settlements whose worker dies', () => {
  let stage: SettlementStage;

  beforeAll(async () => {
    stage = await openSettlementStage();
  });
  afterAll(() => stage.close());
  beforeEach(() => stage.forget());

  async function deliver(): Promise<FeedFile> {
    await stage.deliver(delivered(LINES));
    await stage.app.system.collectFeedFiles();
    return stage.newest();
  }

  /** Another worker, after the lease of the dead one. */
  async function finish({ id }: FeedFile): Promise<void> {
    const { dependencies, database } = stage.app;
    for (let turn = 0; turn < 10; turn += 1) {
      await database.prisma.$executeRaw`UPDATE feed_file SET lease_until = now() - interval '1 second'`;
      await continueFeedFile(dependencies, id, PACE);
      if ((await dependencies.stores.feedFiles.find(id))?.status === 'DONE') return;
    }
    throw new Error('the file never came to an end');
  }

  async function expectWhole({ id }: FeedFile): Promise<void> {
    const results = await stage.app.database.prisma.medicalSettlement.findMany({ orderBy: { settlementId: 'asc' } });
    expect(results.map(({ settlementId, result }) => `${settlementId} ${result}`)).toEqual([
      'S1 CLAIM_WITHDRAWN',
      'S2 CLAIM_WITHDRAWN',
      'S3 CLAIM_OPENED',
      'S4 CLAIM_OPENED',
      'S5 PERSON_UNKNOWN',
    ]);
    expect((await stage.claims()).map(({ status }) => status).toSorted()).toEqual([
      'IN_PROGRESS',
      'IN_PROGRESS',
      'WITHDRAWN',
      'WITHDRAWN',
    ]);
    const file = await stage.app.dependencies.stores.feedFiles.find(id);
    expect(file).toMatchObject({ followedRows: 7, counts: { accepted: 7, unchanged: 0, quarantined: 0 } });
  }

  /** Dies when it begins its n-th transaction beside the chunks: one for each visit that something follows for. */
  function dyingBeforeVisit(visit: number): UsecaseDependencies {
    const deps = stage.app.dependencies;
    let settled = 0;
    return {
      ...deps,
      unitOfWork: {
        async run(work) {
          settled += 1;
          if (settled === visit) throw new Error('killed');
          return deps.unitOfWork.run(work);
        },
      },
    };
  }

  it.each([1, 2, 3, 4])('has each claim once in the end when that is before visit %i', async (visit) => {
    const file = await deliver();
    await expect(continueFeedFile(dyingBeforeVisit(visit), file.id, PACE)).rejects.toThrow('killed');

    const { stores } = stage.app.dependencies;
    const [first, last] = visit <= 2 ? [1, 4] : [5, 7];
    expect(await stores.feedFiles.find(file.id)).toMatchObject({ appliedRows: last, followedRows: first - 1 });
    expect(await stores.settlements.unfollowedVisits(file.id, { first, last })).not.toEqual([]);
    await finish(file);
    await expectWhole(file);
    expect(await stores.settlements.unfollowedVisits(file.id, { first: 1, last: 7 })).toEqual([]);
  });

  it('has each claim once when it dies after a chunk is followed and before it says so', async () => {
    const file = await deliver();
    const deps = stage.app.dependencies;
    const dying: UsecaseDependencies = {
      ...deps,
      stores: {
        ...deps.stores,
        feedFiles: { ...deps.stores.feedFiles, saveFollowed: () => Promise.reject(new Error('killed')) },
      },
    };
    await expect(continueFeedFile(dying, file.id, PACE)).rejects.toThrow('killed');

    await finish(file);
    await expectWhole(file);
  });

  it('leaves to a push what it did not come to, which acts on its rows first', async () => {
    const file = await deliver();
    await expect(continueFeedFile(dyingBeforeVisit(1), file.id, PACE)).rejects.toThrow('killed');
    await stage.settle({ id: 'S9', visit: 'V2', at: '2026-03-14 09:05:00' });

    expect(await stage.settlement('S2')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect(await stage.settlement('S3')).toMatchObject({ result: 'WAITS_FOR_REVERSAL' });
    expect(await stage.settlement('S9')).toMatchObject({ result: 'WAITS_FOR_REVERSAL' });
    await finish(file);
    expect(await stage.settlement('S2')).toMatchObject({ result: 'CLAIM_WITHDRAWN' });
    expect(await stage.settlement('S9')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect((await stage.claims()).filter(({ status }) => status === 'IN_PROGRESS')).toHaveLength(2);
  });
});
