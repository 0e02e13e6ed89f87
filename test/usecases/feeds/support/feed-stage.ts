import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FeedSettings } from '#app/feed-ports.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { buildTestApp, type TestApp } from '../../../support/build-test-app.ts';

export interface FeedStage extends TestApp {
  readonly folder: string;
  /** Puts a file and its marker into a folder, the marker last; what is not said is true of the bytes. */
  deliver(delivery: Delivery): Promise<void>;
  /** Collects, and works on what is due until nothing is. */
  work(): Promise<void>;
  /** Delivers one file and works; answers what became of it. */
  take(delivery: Delivery): Promise<FeedFile>;
  newest(): Promise<FeedFile>;
  /** `3 身份证号 MASKED`, in the order of the rows. */
  quarantined(feedFileId: string): Promise<readonly string[]>;
}

export interface Delivery {
  readonly agency?: string;
  readonly feed?: string;
  readonly name?: string;
  readonly bytes: Uint8Array | string | undefined;
  /** Text instead of the right marker; null leaves it out. */
  readonly marker?: string | null;
  readonly rows?: number;
  readonly encoding?: 'utf-8' | 'gb18030';
}

export async function openFeedStage(agencies: Record<string, string> = {}): Promise<FeedStage> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'onedoor-feeds-'));
  const folder = path.join(root, 'drop');
  const feeds: FeedSettings = { folder, archive: path.join(root, 'archive'), maxBytes: 64 * 2 ** 20, sftp: new Map() };
  const house = await buildTestApp({ feeds, agencies });
  const { stores } = house.app.dependencies;

  async function work(): Promise<void> {
    await house.app.system.collectFeedFiles();
    for (let round = 0; round < 200; round += 1) {
      const due = await house.app.system.offerDueFeedFiles(100, 0);
      for (const { id } of due) await house.app.system.continueFeedFile(id);
      if (due.length === 0) return;
    }
    throw new Error('the files never came to an end');
  }

  async function newest(): Promise<FeedFile> {
    const [file] = (await stores.feedFiles.list({}, { first: 1 })).items;
    if (!file) throw new Error('no file was found');
    return file;
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const { agency = 'civil-affairs', feed = 'households', name = 'day.csv', bytes, encoding = 'utf-8' } = delivery;
    const place = path.join(folder, agency, feed);
    await mkdir(place, { recursive: true });
    const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    if (content) await writeFile(path.join(place, name), content);
    const { marker = markerOf(content ?? Buffer.alloc(0), delivery.rows, encoding) } = delivery;
    if (marker !== null) await writeFile(path.join(place, `${name}.done`), marker);
  }

  return {
    ...house,
    folder,
    deliver,
    work,
    newest,
    async take(delivery) {
      await deliver(delivery);
      await work();
      return newest();
    },
    async quarantined(feedFileId) {
      const page = await stores.quarantine.list({ feedFileId }, { first: 100 });
      return page.items
        .toSorted((a, b) => a.rowNumber - b.rowNumber)
        .map(({ rowNumber, field, reason }) => `${rowNumber} ${field} ${reason}`);
    },
    async close() {
      await house.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function markerOf(bytes: Uint8Array, rows: number | undefined, encoding: string): string {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() !== '').length;
  return JSON.stringify({
    rows: rows ?? Math.max(0, lines - 1),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.byteLength,
    encoding,
  });
}
