import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runJobs } from '#jobs/run-jobs.ts';
import { listen } from '#store/listen.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import { seededRandom } from '../support/factories/identifiers.ts';
import { householdFile, householdLine } from '../usecases/feeds/support/feed-lines.ts';
import { type FeedStage, openFeedStage } from '../usecases/feeds/support/feed-stage.ts';
import { openTestQueues, type TestQueues } from './support/queues.ts';

describe('workers and the files of agencies', () => {
  const random = seededRandom(606);
  let stage: FeedStage;
  let behind: TestQueues;

  beforeAll(async () => {
    stage = await openFeedStage();
    behind = openTestQueues(stage.app.databaseUrl);
  });
  afterAll(async () => {
    await behind.wipe();
    await behind.close();
    await stage.close();
  });

  it('two workers take what lies in the folders, each row once, turn after turn', async () => {
    const days = [1, 2, 3].map(() => Array.from({ length: 45 }, () => householdLine(random)));
    for (const [index, lines] of days.entries())
      await stage.deliver({ name: `day-${index}.csv`, bytes: householdFile(lines) });
    const errors: unknown[] = [];
    const start = async () =>
      runJobs({
        usecases: {
          ...stage.app.system,
          continueFeedFile: (id) => continueFeedFile(stage.app.dependencies, id, { chunkRows: 10, chunksPerTurn: 2 }),
        },
        queues: behind.openMore(),
        agencies: [],
        polledAgencies: [],
        pollEveryMs: 60_000,
        async listen(wake) {
          const heard = await listen(stage.app.databaseUrl, ['outbox', 'inbox'], wake, wake, () => {});
          return () => heard.stop();
        },
        onError: (error) => void errors.push(error),
      });
    const workers = [await start(), await start()];
    const { feedFiles } = stage.app.dependencies.stores;
    try {
      await vi.waitFor(
        async () => expect((await feedFiles.list({ status: ['DONE'] }, { first: 10 })).items).toHaveLength(3),
        { timeout: 18_000, interval: 50 },
      );
    } finally {
      for (const worker of workers) await worker.stop();
    }

    const files = (await feedFiles.list({}, { first: 10 })).items;
    expect(files.map(({ counts }) => counts.accepted)).toEqual([45, 45, 45]);
    expect(await stage.app.database.prisma.lead.count({ where: { feedDigest: { not: null } } })).toBe(135);
    expect(errors).toEqual([]);
  });
});
