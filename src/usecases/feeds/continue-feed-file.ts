import type { FeedDefinition, FeedGround } from '#domain/feeds/feed-definition.ts';
import { findFeedDefinition } from '#domain/feeds/feed-definitions.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { contentKey } from '#usecases/feeds/arrival-keys.ts';
import { checkFeedFile } from '#usecases/feeds/check-feed-file.ts';
import { FEED_FOLLOW_UPS } from '#usecases/feeds/feed-follow-ups.ts';
import { chunksOf, judgeRows, type RecordRun, recordRuns } from '#usecases/feeds/feed-rows.ts';
import { takeInChunk } from '#usecases/feeds/take-in-chunk.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface FeedPace {
  /** Rows read, judged and written before progress is kept. */
  readonly chunkRows: number;
  /** Chunks in one turn: a worker that is told to stop finishes its turn. */
  readonly chunksPerTurn: number;
}

const PACE: FeedPace = { chunkRows: 5_000, chunksPerTurn: 40 };
/** A worker that died is followed by another after this; each chunk renews it. */
const LEASE_SECONDS = 60;
/** A file that ends its worker again and again without a chunk of progress must not do so for ever. */
const MAX_ATTEMPTS = 8;
const RENEW_EVERY_ROWS = 250_000;

/**
 * One turn of a file: checks it whole, then takes rows on from the last committed chunk. Does nothing when the file is
 * done, waits for an older one of its feed, or somebody else is at it; whoever was overtaken writes nothing.
 */
export async function continueFeedFile(deps: UsecaseDependencies, id: string, pace: FeedPace = PACE): Promise<void> {
  const claimed = await deps.stores.feedFiles.claim(id, LEASE_SECONDS);
  if (!claimed) return;
  const { fence, attempts, file } = claimed;
  const definition = findFeedDefinition(file.feed);
  if (!definition || attempts > MAX_ATTEMPTS) return halt(deps, file, fence);
  const checked = file.status === 'CHECKING' ? await check(deps, definition, file, fence) : file;
  if (checked) await takeRows(deps, definition, checked, fence, pace);
}

async function halt(deps: UsecaseDependencies, file: FeedFile, fence: number): Promise<void> {
  const at = deps.clock.now();
  await deps.stores.feedFiles.end(file.id, fence, { status: 'HALTED', reason: 'PROCESSING_FAILED', at });
  deps.log.error({ feedFile: file.id, agency: file.agencyCode, feed: file.feed }, 'a feed file has halted');
}

/** The file with its rows counted; undefined when it was refused or somebody else has it now. */
async function check(
  { feeds, stores, clock, log }: UsecaseDependencies,
  definition: FeedDefinition,
  file: FeedFile,
  fence: number,
): Promise<FeedFile | undefined> {
  let renewedAt = 0;
  const checked = await checkFeedFile(feeds.reader, definition, { ...file, bytes: open(feeds, file) }, async (rows) => {
    if (rows - renewedAt < RENEW_EVERY_ROWS) return;
    renewedAt = rows;
    await stores.feedFiles.renew(file.id, fence, LEASE_SECONDS);
  });
  if (checked.ok) {
    const { columns, rows: countedRows } = checked;
    const saved = await stores.feedFiles.saveChecked(file.id, fence, { columns, countedRows }, LEASE_SECONDS);
    return saved ? { ...file, status: 'APPLYING', columns, countedRows } : undefined;
  }
  const { reason, row: faultRow } = checked;
  const end = { status: 'REFUSED', reason, faultRow, arrivalKey: contentKey(file), at: clock.now() } as const;
  await stores.feedFiles.end(file.id, fence, end);
  log.warn({ feedFile: file.id, agency: file.agencyCode, feed: file.feed, reason, row: faultRow }, 'feed file refused');
  return undefined;
}

function open({ archive }: UsecaseDependencies['feeds'], { id, sha256 }: FeedFile): AsyncIterable<Uint8Array> {
  if (sha256 === undefined) throw new RangeError(`feed file ${id} has no bytes`);
  return archive.open(sha256);
}

async function takeRows(
  deps: UsecaseDependencies,
  definition: FeedDefinition,
  file: FeedFile,
  fence: number,
  { chunkRows, chunksPerTurn }: FeedPace,
): Promise<void> {
  const ground: FeedGround = { today: localDateOf(deps.clock.now()), production: deps.production };
  const countedRows = file.countedRows ?? 0;
  const until = Math.min(countedRows, file.appliedRows + chunkRows * chunksPerTurn);
  // Of a worker that died between a chunk and what follows from it.
  await follow(deps, file, fence, file.followedRows + 1, file.appliedRows);
  if (file.appliedRows < until) {
    const runs = recordRuns(deps.feeds.reader, open(deps.feeds, file), definition, file.encoding);
    // Judging and sealing a chunk goes on while the one before is being written.
    let writing: Promise<Written> = Promise.resolve({ kept: true });
    for await (const run of chunksOf(runs, file.appliedRows + 1, until, chunkRows)) {
      const write = prepare(deps, definition, file, fence, run, ground);
      if (!(await keptOf(writing))) return;
      writing = settled(write());
    }
    if (!(await keptOf(writing))) return;
  }
  if (until < countedRows) return deps.stores.feedFiles.release(file.id, fence);
  await deps.stores.feedFiles.end(file.id, fence, { status: 'DONE', at: deps.clock.now() });
}

/** Reads the rows of a run now; what it answers writes them, and does what follows from them. */
function prepare(
  deps: UsecaseDependencies,
  definition: FeedDefinition,
  file: FeedFile,
  fence: number,
  run: RecordRun,
  ground: FeedGround,
): () => Promise<boolean> {
  const [firstRow, lastRow] = [run.first, run.first + run.records.length - 1];
  const judged = judgeRows(deps.feeds.reader, definition, file.columns, run, ground);
  const chunk = { file, fence, firstRow, lastRow, ...judged, takeRecord: takeInChunk(deps), at: deps.clock.now() };
  const commit = deps.stores.feedChunks.prepare(chunk);
  return async () => {
    const { kept } = await commit();
    return kept && follow(deps, file, fence, firstRow, lastRow);
  };
}

/** False when somebody else has the file now. */
async function follow(
  deps: UsecaseDependencies,
  file: FeedFile,
  fence: number,
  first: number,
  last: number,
): Promise<boolean> {
  const followUp = FEED_FOLLOW_UPS.get(file.feed);
  if (!followUp || first > last) return true;
  await followUp(deps, file, { first, last }, () => deps.stores.feedFiles.renew(file.id, fence, LEASE_SECONDS));
  return deps.stores.feedFiles.saveFollowed(file.id, fence, last);
}

type Written = { readonly kept: boolean } | { readonly error: unknown };

/** Its failure waits to be asked for. */
function settled(writing: Promise<boolean>): Promise<Written> {
  return writing.then(
    (kept) => ({ kept }),
    (error: unknown) => ({ error }),
  );
}

async function keptOf(writing: Promise<Written>): Promise<boolean> {
  const written = await writing;
  if ('error' in written) throw written.error;
  return written.kept;
}
