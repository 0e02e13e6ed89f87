import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FeedArchive } from '#domain/feeds/feed-ports.ts';

const PIECE_BYTES = 1 << 18;

/**
 * A folder with every file as it came, under its SHA-256 and in the first two characters of it. A file is written under
 * a passing name, made durable and then renamed: under its hash it is whole or not there.
 */
export function createFeedArchive(folder: string, passingName: () => string): FeedArchive {
  const placeOf = (sha256: string): string => path.join(folder, sha256.slice(0, 2), sha256);
  return {
    async keep(bytes, maxBytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const passing = path.join(folder, `coming-${passingName()}`);
      const file = await open(passing, 'wx', 0o600);
      const hash = createHash('sha256');
      let size = 0;
      try {
        for await (const piece of bytes) {
          size += piece.byteLength;
          if (size > maxBytes) return 'TOO_LARGE';
          hash.update(piece);
          await file.writeFile(piece);
        }
        await file.sync();
        const sha256 = hash.digest('hex');
        await mkdir(path.dirname(placeOf(sha256)), { recursive: true, mode: 0o700 });
        await rename(passing, placeOf(sha256));
        return { sha256, bytes: size };
      } finally {
        await file.close();
        await rm(passing, { force: true });
      }
    },
    open: (sha256) => createReadStream(placeOf(sha256), { highWaterMark: PIECE_BYTES }),
  };
}
