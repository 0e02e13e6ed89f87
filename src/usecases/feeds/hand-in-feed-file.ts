import type { FeedEncoding } from '#domain/feeds/feed-definition.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { bytesKey, contentKey } from '#usecases/feeds/arrival-keys.ts';
import { enter, fileOf } from '#usecases/feeds/collect-feed-files.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface HandedInFile {
  readonly agencyCode: string;
  readonly feed: string;
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly rows: number;
  readonly encoding: FeedEncoding;
}

/**
 * Takes a file that an operator has at hand: into the archive and onto the list, as if it had been delivered. The same
 * bytes again answer the file they are, wherever it stands; one that has halted goes on.
 */
export async function handInFeedFile(
  deps: UsecaseDependencies,
  { agencyCode, feed, name, bytes, rows, encoding }: HandedInFile,
): Promise<FeedFile | 'TOO_LARGE'> {
  const kept = await deps.feeds.archive.keep(bytes, deps.feeds.maxBytes);
  if (kept === 'TOO_LARGE') return kept;
  const marker = { rows, sha256: kept.sha256, encoding };
  const file = fileOf(deps, { agencyCode, feed, name, marker, bytes: kept.bytes });
  if ((await enter(deps, file)) === 'STORED') return file;
  const { feedFiles } = deps.stores;
  const known =
    (await feedFiles.findByArrivalKey(bytesKey(file))) ?? (await feedFiles.findByArrivalKey(contentKey(file)));
  if (!known) throw new RangeError('a known file is known by its bytes or its content');
  if (known.status === 'HALTED') await feedFiles.resume(known.id);
  return known;
}
