import { createHash, timingSafeEqual } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import SftpClient from 'ssh2-sftp-client';
import { MARKER, MARKER_BYTES, markedFiles, REFUSED, refusalNote } from '#connectors/kit/feed-files/marker-names.ts';
import type { FeedFolder, FeedSource } from '#domain/feeds/feed-ports.ts';
import { FEED_FILE_REFUSALS } from '#domain/feeds/feed-reasons.ts';

export interface SftpPlace {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Below it lies a folder for each feed. */
  readonly root: string;
  readonly password?: string | undefined;
  readonly privateKey?: string | undefined;
  /** `SHA256:…` of the server's key, as ssh-keygen -l prints it. Another server is not spoken to. */
  readonly hostKey: string;
}

const READY_MS = 10_000;
/** What breaks between two requests is told by the next one; the library would print it. */
const QUIET = { error: () => {}, end: () => {}, close: () => {} };

/** `<root>/<feed>/` on the server of an agency. One connection for a visit. */
export function createSftpFolder(place: SftpPlace, agencyCode: string, feed: string): FeedSource {
  return {
    agencyCode,
    feed,
    async visit(work) {
      const client = new SftpClient(agencyCode, QUIET);
      await client.connect({
        host: place.host,
        port: place.port,
        username: place.user,
        ...(place.password !== undefined && { password: place.password }),
        ...(place.privateKey !== undefined && { privateKey: place.privateKey }),
        readyTimeout: READY_MS,
        keepaliveInterval: READY_MS,
        hostVerifier: (key: Buffer) => isHostKey(key, place.hostKey),
      });
      try {
        await work(openFolder(client, `${place.root.replace(/\/+$/, '')}/${feed}`));
      } finally {
        await client.end();
      }
    },
  };
}

function openFolder(client: SftpClient, folder: string): FeedFolder {
  const sizes = new Map<string, number>();
  return {
    async list() {
      const entries = (await client.list(folder)).filter(({ type }) => type === '-');
      for (const { name, size } of entries) sizes.set(name, size);
      return markedFiles(entries.map(({ name }) => name));
    },
    async readMarker(name) {
      const marker = client.createReadStream(`${folder}/${name}${MARKER}`, { end: MARKER_BYTES - 1 });
      return (await buffer(marker)).toString();
    },
    async open(name) {
      if (!sizes.has(name)) return undefined;
      return client.createReadStream(`${folder}/${name}`);
    },
    async remove(name) {
      // The marker last: while it is there, the file is looked for again.
      await client.delete(`${folder}/${name}`, true);
      await client.delete(`${folder}/${name}${MARKER}`, true);
    },
    async giveBack(name, refusal) {
      const note = refusalNote(refusal, FEED_FILE_REFUSALS[refusal]);
      await client.put(Buffer.from(note), `${folder}/${name}${REFUSED}`);
      await client.delete(`${folder}/${name}${MARKER}`, true);
    },
  };
}

function isHostKey(key: Buffer, expected: string): boolean {
  const actual = Buffer.from(`SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`);
  const wanted = Buffer.from(expected.replace(/=+$/, ''));
  return actual.length === wanted.length && timingSafeEqual(actual, wanted);
}
