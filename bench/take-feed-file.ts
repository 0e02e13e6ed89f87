import { createReadStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FEED_FILE_OPEN } from '#domain/feeds/feed-file.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import { handInFeedFile } from '#usecases/feeds/hand-in-feed-file.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { appOver } from './open-bench-app.ts';

/** What the process that took a file says of itself. */
export interface ImportReport {
  readonly id: string;
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakRss: number;
  readonly tenthRss: number;
  readonly endRss: number;
  /** Heap and buffers after a collection: what is really held. */
  readonly tenthHeld: number;
  readonly endHeld: number;
}

/** Takes one file to its end as a worker does, and writes what it cost. */
export async function takeFeedFile(args: readonly string[]): Promise<void> {
  const [databaseUrl = '', file = '', rows = '', now = '', out = ''] = args;
  const app = await appOver(databaseUrl, new Date(now));
  const memory = watchMemory(Number(rows));
  const deps = watching(app.dependencies, memory.note);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
  const handedIn = { agencyCode: 'hr-bureau', feed: 'insurance', name: path.basename(file), rows: Number(rows) };
  const entered = await handInFeedFile(deps, { ...handedIn, bytes, encoding: 'utf-8' });
  if (entered === 'TOO_LARGE') throw new RangeError('the file is too large');
  for (;;) {
    await continueFeedFile(deps, entered.id);
    const state = await deps.stores.feedFiles.find(entered.id);
    if (!state || !FEED_FILE_OPEN.includes(state.status)) break;
  }
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - started;
  const report: ImportReport = { id: entered.id, ms, cpuMs: (user + system) / 1_000, ...memory.read() };
  writeFileSync(out, JSON.stringify(report));
  await app.close();
}

/** The same house, telling how far it is after each chunk. */
function watching(deps: UsecaseDependencies, note: (row: number) => void): UsecaseDependencies {
  const { feedChunks } = deps.stores;
  return {
    ...deps,
    stores: {
      ...deps.stores,
      feedChunks: {
        ...feedChunks,
        prepare(chunk) {
          note(chunk.lastRow);
          return feedChunks.prepare(chunk);
        },
      },
    },
  };
}

function watchMemory(rows: number) {
  let [peakRss, tenthRss, endRss, tenthHeld] = [0, 0, 0, 0];
  return {
    note(row: number): void {
      endRss = process.memoryUsage.rss();
      peakRss = Math.max(peakRss, endRss);
      if (row < rows / 10 || tenthRss > 0) return;
      tenthRss = endRss;
      tenthHeld = held();
    },
    read: () => ({ peakRss, tenthRss, endRss, tenthHeld, endHeld: held() }),
  };
}

/** RSS follows how lazily V8 collects; whether anything is kept shows only after a collection. */
function held(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
