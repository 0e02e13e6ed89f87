import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MARKER, MARKER_BYTES, markedFiles, REFUSED, refusalNote } from '#connectors/kit/feed-files/marker-names.ts';
import type { FeedFolder, FeedSource } from '#domain/feeds/feed-ports.ts';
import { FEED_FILE_REFUSALS } from '#domain/feeds/feed-reasons.ts';

/** `<root>/<agency>/<feed>/`: where an exchange host (前置机) or the agency itself puts files. Made when it is missing. */
export function createDropFolder(root: string, agencyCode: string, feed: string): FeedSource {
  const folder = path.join(root, agencyCode, feed);
  return {
    agencyCode,
    feed,
    async visit(work) {
      await mkdir(folder, { recursive: true });
      await work(openFolder(folder));
    },
  };
}

function openFolder(folder: string): FeedFolder {
  // Names come from the listing of this very folder and have been judged: nothing else is joined to it.
  const placeOf = (name: string): string => path.join(folder, path.basename(name));
  return {
    async list() {
      const entries = await readdir(folder, { withFileTypes: true });
      return markedFiles(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    },
    async readMarker(name) {
      const file = await openPlain(placeOf(`${name}${MARKER}`));
      if (!file) return '';
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(MARKER_BYTES), 0, MARKER_BYTES, 0);
        return buffer.subarray(0, bytesRead).toString();
      } finally {
        await file.close();
      }
    },
    async open(name) {
      const file = await openPlain(placeOf(name));
      return file?.createReadStream({ highWaterMark: 1 << 18 });
    },
    async remove(name) {
      // The marker last: while it is there, the file is looked for again.
      await rm(placeOf(name), { force: true });
      await rm(placeOf(`${name}${MARKER}`), { force: true });
    },
    async giveBack(name, refusal) {
      await writeFile(placeOf(`${name}${REFUSED}`), refusalNote(refusal, FEED_FILE_REFUSALS[refusal]));
      await rm(placeOf(`${name}${MARKER}`), { force: true });
    },
  };
}

/** Never through a link: it would let a sender have any file of this machine read. */
async function openPlain(place: string) {
  try {
    const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ELOOP'))
      return undefined;
    throw error;
  }
}
