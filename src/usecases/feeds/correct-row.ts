import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { FeedDefinition } from '#domain/feeds/feed-definition.ts';
import { findFeedDefinition } from '#domain/feeds/feed-definitions.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { QuarantinedRow } from '#domain/feeds/quarantined-row.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { Stores } from '#domain/stores.ts';
import { checkNote } from '#usecases/check-note.ts';
import { FEED_FOLLOW_UPS } from '#usecases/feeds/feed-follow-ups.ts';
import { judgeRows } from '#usecases/feeds/feed-rows.ts';
import { takeInChunk } from '#usecases/feeds/take-in-chunk.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface CorrectRowInput {
  readonly idempotencyKey: string;
  readonly rowId: string;
  /** By the column's name; what is not named stays as it came. */
  readonly corrections: readonly { readonly column: string; readonly value: string }[];
  /** What the correction rests on. */
  readonly note: string;
}

const MAX_CELL = 200;

/**
 * Corrects cells of a row in quarantine and puts it through the same reading again: taken, it goes where its file went and
 * leaves quarantine; still faulty, it stays there with what is wrong now and the request is refused. The raw text is kept
 * beside the corrected one, with who did it. Idempotent by its key; throws RequestRefusedError.
 */
export async function correctRow(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: CorrectRowInput,
): Promise<OnceResult<{ rowId: string }>> {
  const note = checkNote(input.note, ['note']);
  const { row, file, definition } = await findRow(deps, input.rowId);
  const request = { viewer, operation: 'correctRow', idempotencyKey, input };
  const { result, replayed } = await once(deps, request, async () => {
    // The row is taken on a connection of its own: a process that died before the key was kept has done its work.
    if (row.status === 'CORRECTED' && row.resolvedBy === viewer.subject && row.note === note)
      return { rowId: row.id, fault: undefined };
    if (row.status !== 'OPEN') refuse('TRANSITION_REFUSED', ['rowId'], { currentStatus: row.status });
    const raw = await correctedRecord(deps, file, definition, input);
    const ground = { today: localDateOf(deps.clock.now()), production: deps.production };
    const run = { first: row.rowNumber, records: [raw] };
    const { rows, refused } = judgeRows(deps.feeds.reader, definition, file.columns, run, ground);
    const [good] = rows;
    const correction = {
      quarantinedRowId: row.id,
      by: viewer.subject,
      note,
      takeRecord: takeInChunk(deps),
      follow: (tx: Stores) => followIn(tx, deps, file, row.rowNumber),
      at: deps.clock.now(),
    };
    const end = good
      ? await deps.stores.feedChunks.correct(file, good, correction)
      : { end: 'REFUSED' as const, ...faultOf(refused) };
    if (end.end === 'NOT_OPEN') refuse('TRANSITION_REFUSED', ['rowId'], { currentStatus: 'CORRECTED' });
    if (end.end === 'TAKEN') return { rowId: row.id, fault: undefined };
    return { rowId: row.id, fault: { field: end.field, reason: end.reason } };
  });
  if (!result.fault) return { result: { rowId: result.rowId }, replayed };
  // After the key's transaction, which a refusal would take back.
  if (!replayed) await deps.stores.quarantine.saveRefusedCorrection(row.id, result.fault.field, result.fault.reason);
  refuse('FEED_ROW_STILL_FAULTY', ['corrections']);
}

/** Within the transaction of the correction: whoever sends it again is answered without looking at the row once more. */
async function followIn(tx: Stores, deps: UsecaseDependencies, file: FeedFile, rowNumber: number): Promise<void> {
  const within: UsecaseDependencies = { ...deps, stores: tx, unitOfWork: { run: (work) => work(tx) } };
  await FEED_FOLLOW_UPS.get(file.feed)?.(within, file, { first: rowNumber, last: rowNumber }, async () => true);
}

async function findRow(
  { stores }: UsecaseDependencies,
  id: string,
): Promise<{ row: QuarantinedRow; file: FeedFile; definition: FeedDefinition }> {
  const row = await stores.quarantine.find(id);
  if (!row) refuse('NOT_FOUND', ['rowId']);
  const file = row.feedFileId === undefined ? undefined : await stores.feedFiles.find(row.feedFileId);
  const definition = file && findFeedDefinition(file.feed);
  if (!file || !definition) refuse('FEED_ROW_NOT_CORRECTABLE', ['rowId']);
  return { row, file, definition };
}

/** The record with the corrected cells in it, every cell quoted. */
async function correctedRecord(
  { stores, feeds }: UsecaseDependencies,
  { columns }: FeedFile,
  { delimiter }: FeedDefinition,
  { rowId, corrections }: Omit<CorrectRowInput, 'idempotencyKey'>,
): Promise<string> {
  const named = new Map(corrections.map(({ column, value }) => [column, value]));
  const fits = corrections.every(
    ({ column, value }) => columns.includes(column) && value.length <= MAX_CELL && value.isWellFormed(),
  );
  if (!fits || named.size !== corrections.length || named.size === 0) refuse('FEED_COLUMN_UNKNOWN', ['corrections']);
  const raw = (await stores.quarantine.openRaw(rowId)) ?? '';
  const [cells = []] = feeds.reader.cells([raw], delimiter);
  // A row with too many or too few cells is mended only by saying all of them.
  if (cells.length !== columns.length && named.size !== columns.length)
    refuse('FEED_ROW_STILL_FAULTY', ['corrections']);
  return columns
    .map((column, index) => `"${(named.get(column) ?? cells[index] ?? '').replaceAll('"', '""')}"`)
    .join(delimiter);
}

function faultOf(refused: readonly { readonly field: string; readonly reason: string }[]) {
  const [fault = { field: '', reason: 'BAD_FORM' }] = refused;
  return { field: fault.field, reason: fault.reason };
}
