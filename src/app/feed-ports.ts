import { createDropFolder } from '#connectors/kit/feed-files/drop-folder.ts';
import { createFeedArchive } from '#connectors/kit/feed-files/feed-archive.ts';
import { createSftpFolder, type SftpPlace } from '#connectors/kit/feed-files/sftp-folder.ts';
import { FEED_DEFINITIONS } from '#domain/feeds/feed-definitions.ts';
import type { FeedReader } from '#domain/feeds/feed-ports.ts';
import { readRecords } from '#platform/csv/read-records.ts';
import { splitCells } from '#platform/csv/split-cells.ts';
import { TextFaultError } from '#platform/csv/text-fault.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { FeedPorts } from '#usecases/ports.ts';

export interface FeedSettings {
  /** Agencies have a folder each below it; none is looked through without it. */
  readonly folder?: string | undefined;
  readonly archive: string;
  readonly maxBytes: number;
  /** Servers that are looked through, by agency. */
  readonly sftp: ReadonlyMap<string, SftpPlace>;
}

export const feedReader: FeedReader = {
  records: readRecords,
  cells: splitCells,
  faultOf: (error) => (error instanceof TextFaultError ? { code: error.code, record: error.record } : undefined),
};

/** Every place that a feed may come from. */
export function createFeedPorts({ folder, archive, maxBytes, sftp }: FeedSettings): FeedPorts {
  const deliveries = FEED_DEFINITIONS.flatMap(({ feed, agencies }) => agencies.map((agency) => ({ feed, agency })));
  const dropFolders =
    folder === undefined ? [] : deliveries.map(({ feed, agency }) => createDropFolder(folder, agency, feed));
  const servers = deliveries.flatMap(({ feed, agency }) => {
    const place = sftp.get(agency);
    return place ? [createSftpFolder(place, agency, feed)] : [];
  });
  return {
    sources: [...dropFolders, ...servers],
    archive: createFeedArchive(archive, () => uuidV7Ids.next()),
    reader: feedReader,
    maxBytes,
  };
}
