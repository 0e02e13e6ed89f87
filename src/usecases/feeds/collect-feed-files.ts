import { type AgencyCode, agencyCode } from '#domain/agencies/agency-code.ts';
import { findFeedDefinition } from '#domain/feeds/feed-definitions.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { FeedFolder, FeedSource } from '#domain/feeds/feed-ports.ts';
import type { FeedFileRefusal } from '#domain/feeds/feed-reasons.ts';
import { bytesKey, contentKey } from '#usecases/feeds/arrival-keys.ts';
import { type FeedMarker, readMarker } from '#usecases/feeds/feed-marker.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Looks through every folder that agencies fill and takes the files whose marker is there: into the archive, then as a
 * row to be worked on, then out of the folder. Stopped anywhere, it begins again and takes nothing twice. A place that
 * cannot be reached holds up no other.
 */
export async function collectFeedFiles(deps: UsecaseDependencies): Promise<void> {
  await Promise.all(
    deps.feeds.sources.map(async (source) => {
      try {
        await source.visit(async (folder) => {
          for (const name of await folder.list()) await collect(deps, source, folder, name);
        });
      } catch (error) {
        deps.log.warn({ err: error, agency: source.agencyCode, feed: source.feed }, 'a feed folder cannot be read');
      }
    }),
  );
}

async function collect(deps: UsecaseDependencies, source: FeedSource, folder: FeedFolder, name: string): Promise<void> {
  const refuse = (reason: FeedFileRefusal, marker: string) =>
    refuseDelivery(deps, source, folder, { name, reason, marker });
  if (!isSafeName(name)) return refuse('NAME_REFUSED', '');
  const text = await folder.readMarker(name);
  const marker = readMarker(text);
  if (!marker) return refuse('MARKER_UNREADABLE', text);
  const bytes = await folder.open(name);
  if (!bytes) return refuse('FILE_MISSING', text);
  const kept = await deps.feeds.archive.keep(bytes, deps.feeds.maxBytes);
  if (kept === 'TOO_LARGE') return refuse('FILE_TOO_LARGE', text);
  if (marker.bytes !== undefined && kept.bytes !== marker.bytes) return refuse('SIZE_DIFFERS', text);
  if (kept.sha256 !== marker.sha256) return refuse('HASH_DIFFERS', text);
  const file = fileOf(deps, { agencyCode: source.agencyCode, feed: source.feed, name, marker, bytes: kept.bytes });
  await enter(deps, file);
  await folder.remove(name);
}

/** Enters a file whose bytes are in the archive. SAME when it was taken before, or refused just as it is. */
export async function enter({ stores, log }: UsecaseDependencies, file: FeedFile): Promise<'STORED' | 'SAME'> {
  const known = await stores.feedFiles.findByArrivalKey(contentKey(file));
  const entered = known ? 'SAME' : await stores.feedFiles.insert(file, bytesKey(file));
  log.info({ feedFile: file.id, agency: file.agencyCode, feed: file.feed, entered }, 'feed file taken from its folder');
  return entered;
}

export interface Delivered {
  readonly agencyCode: string;
  readonly feed: string;
  readonly name: string;
  readonly marker: FeedMarker;
  readonly bytes: number;
}

export function fileOf(
  { ids, clock }: UsecaseDependencies,
  { agencyCode: code, feed, name, marker, bytes }: Delivered,
): FeedFile {
  return {
    ...blankFile(agencyCode(code), feed, name),
    id: ids.next(),
    sha256: marker.sha256,
    bytes,
    declaredRows: marker.rows,
    encoding: marker.encoding ?? findFeedDefinition(feed)?.encoding ?? 'utf-8',
    foundAt: clock.now(),
  };
}

function blankFile(code: AgencyCode, feed: string, name: string) {
  return {
    agencyCode: code,
    feed,
    name,
    status: 'FOUND' as const,
    columns: [],
    appliedRows: 0,
    followedRows: 0,
    counts: { accepted: 0, unchanged: 0, quarantined: 0, deleted: 0, inReview: 0 },
  };
}

/** The delivery is at fault. The same delivery, looked at again because it could not be given back, is one row. */
async function refuseDelivery(
  deps: UsecaseDependencies,
  source: FeedSource,
  folder: FeedFolder,
  { name, reason, marker }: { readonly name: string; readonly reason: FeedFileRefusal; readonly marker: string },
): Promise<void> {
  const at = deps.clock.now();
  const file: FeedFile = {
    ...blankFile(agencyCode(source.agencyCode), source.feed, harmless(name)),
    id: deps.ids.next(),
    encoding: findFeedDefinition(source.feed)?.encoding ?? 'utf-8',
    status: 'REFUSED',
    reason,
    foundAt: at,
    finishedAt: at,
  };
  const delivery = [source.agencyCode, source.feed, name, reason, marker].join('\0');
  if ((await deps.stores.feedFiles.insert(file, `delivery:${deps.digest.plain(delivery)}`)) === 'STORED')
    deps.log.warn({ feedFile: file.id, agency: file.agencyCode, feed: file.feed, reason }, 'feed file refused');
  if (reason !== 'NAME_REFUSED') await folder.giveBack(name, reason);
}

/** Letters, digits and a few signs, no way up or out, no hidden file. */
function isSafeName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}._ ()+-]{0,119}$/u.test(name) && !name.includes('..') && name.isWellFormed();
}

function harmless(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ ()+-]/gu, '_').slice(0, 120);
}
