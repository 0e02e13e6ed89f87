import { accessSync, constants, createReadStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { App } from '#app/create-app.ts';
import { feedReader } from '#app/feed-ports.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { FEED_ENCODINGS, type FeedDefinition, type FeedEncoding } from '#domain/feeds/feed-definition.ts';
import { FEED_DEFINITIONS, findFeedDefinition } from '#domain/feeds/feed-definitions.ts';
import { FEED_FILE_OPEN, type FeedFile, percentOf } from '#domain/feeds/feed-file.ts';
import { wordsOfReason } from '#domain/feeds/feed-reasons.ts';
import { systemClock } from '#platform/clock.ts';
import { checkFeedFile } from '#usecases/feeds/check-feed-file.ts';
import { continueFeedFile } from '#usecases/feeds/continue-feed-file.ts';
import { findFeedFaults } from '#usecases/feeds/find-feed-faults.ts';
import { handInFeedFile } from '#usecases/feeds/hand-in-feed-file.ts';

interface FileOptions {
  readonly feed: string;
  readonly agency?: string;
  readonly encoding?: FeedEncoding;
}

const FEEDS = FEED_DEFINITIONS.map(({ feed }) => feed);
const PIECE_BYTES = 1 << 18;
/** Between two looks while another process has the file. */
const LOOK_AGAIN_MS = 1_000;

/** `ops feed check | import | list`. */
export function feedCommand(context: OpsContext): Command {
  const command = new Command('feed').description('数据文件 / files of agencies');
  fileCommand('check', '核查一个文件，不入库 / read a file and store nothing').action(
    (file: string, options: FileOptions) => check(context, file, options),
  );
  fileCommand('import', '入库一个文件；中断后再次运行即继续 / take a file; run again, it goes on').action(
    (file: string, options: FileOptions) => context.withApp((app) => take(context, app, file, options)),
  );
  command
    .command('list')
    .description('最近的文件 / the newest files')
    .action(() => context.withApp((app) => list(context, app)));
  return command;

  function fileCommand(name: string, description: string): Command {
    return command
      .command(name)
      .description(description)
      .argument('<file>')
      .addOption(new Option('--feed <feed>', '数据种类 / which feed').choices(FEEDS).makeOptionMandatory())
      .option('--agency <code>', '来源单位 / which agency delivers it')
      .addOption(new Option('--encoding <encoding>', '编码 / encoding').choices(FEED_ENCODINGS));
  }
}

function definitionOf({ feed, agency }: FileOptions): { definition: FeedDefinition; agencyCode: string } {
  const definition = findFeedDefinition(feed);
  const agencyCode = agency ?? definition?.agencies[0];
  if (!definition || agencyCode === undefined || !definition.agencies.includes(agencyCode))
    throw new Error(
      `${agency} 不提供 ${feed} / ${agency} does not deliver ${feed}: ${definition?.agencies.join(', ')}`,
    );
  return { definition, agencyCode };
}

/** Throws with the mend for a file that cannot be read. */
function opener(file: string): () => AsyncIterable<Uint8Array> {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new Error(`读不到文件，请核对路径和权限 / cannot read the file; check path and rights: ${file}`, {
      cause: error,
    });
  }
  return () => createReadStream(file, { highWaterMark: PIECE_BYTES });
}

async function check({ print, env }: OpsContext, file: string, options: FileOptions): Promise<void> {
  const { definition } = definitionOf(options);
  const ground = {
    feeds: { reader: feedReader },
    clock: systemClock,
    production: env.ONEDOOR_MODE === 'production',
  };
  const faults = await findFeedFaults(ground, definition, opener(file), options.encoding ?? definition.encoding);
  if (!faults.file.ok) {
    const { reason, row } = faults.file;
    throw new Error(`整个文件会被退回 / the whole file would be refused: ${spoken(reason)} (${row})`);
  }
  print(`${faults.file.rows} 行，可入库 ${faults.goodRows} 行 / rows, of which can be taken`);
  for (const { field, reason, count, firstRows } of faults.groups)
    print(
      `${String(count).padStart(8)}  ${field || '—'}  ${spoken(reason)}  行 / rows ${firstRows.join(', ')}${count > firstRows.length ? ' …' : ''}`,
    );
}

async function take({ print }: OpsContext, app: App, file: string, options: FileOptions): Promise<void> {
  const { definition, agencyCode } = definitionOf(options);
  const encoding = options.encoding ?? definition.encoding;
  const checked = await checkFeedFile(feedReader, definition, { bytes: opener(file)(), encoding });
  if (!checked.ok) throw new Error(`${spoken(checked.reason)} (${checked.row})`);
  const handedIn = { agencyCode, feed: definition.feed, name: path.basename(file), rows: checked.rows, encoding };
  const entered = await handInFeedFile(app.dependencies, { ...handedIn, bytes: opener(file)() });
  if (entered === 'TOO_LARGE') throw new Error(spoken('FILE_TOO_LARGE'));
  const done = await workOn(app, entered.id, (now) => print(lineOf(now)));
  if (done.status !== 'DONE') throw new Error(lineOf(done));
}

/** Turn by turn until the file is done; where a worker has it, looks on. */
async function workOn(app: App, id: string, onProgress: (file: FeedFile) => void): Promise<FeedFile> {
  let before = -1;
  for (;;) {
    await continueFeedFile(app.dependencies, id);
    const file = await app.dependencies.stores.feedFiles.find(id);
    if (!file) throw new RangeError(`feed file ${id} is not stored`);
    const isOpen = FEED_FILE_OPEN.includes(file.status);
    if (file.appliedRows !== before || !isOpen) onProgress(file);
    if (!isOpen) return file;
    if (file.appliedRows === before) await pause(LOOK_AGAIN_MS);
    before = file.appliedRows;
  }
}

async function list({ print }: OpsContext, app: App): Promise<void> {
  const { items } = await app.dependencies.stores.feedFiles.list({}, { first: 50 });
  for (const file of items)
    print(`${file.foundAt.toISOString()}  ${file.agencyCode}/${file.feed}  ${file.name}  ${lineOf(file)}`);
  if (items.length === 0) print('还没有文件 / no file yet');
}

function lineOf(file: FeedFile): string {
  const { accepted, unchanged, quarantined, deleted, inReview } = file.counts;
  const percent = percentOf(file);
  return [
    file.status,
    file.reason === undefined ? '' : `${spoken(file.reason)} (${file.faultRow ?? '—'})`,
    percent === undefined ? '' : `${percent} %`,
    `${file.appliedRows}/${file.countedRows ?? '?'} 行 / rows`,
    `入库 / taken ${accepted}`,
    `未变 / unchanged ${unchanged}`,
    `删除 / gone ${deleted}`,
    `隔离 / quarantined ${quarantined}`,
    `身份核对 / in review ${inReview}`,
  ]
    .filter(Boolean)
    .join('  ');
}

function spoken(code: string): string {
  const { zh, en } = wordsOfReason(code);
  return `${code} ${zh} / ${en}`;
}
