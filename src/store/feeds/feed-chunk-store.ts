import type {
  ChunkEnd,
  FeedChunk,
  FeedOutcome,
  NumberedRow,
  RefusedRow,
  TakeRecord,
} from '#domain/feeds/feed-chunk.ts';
import type { FeedCounts, FeedFile } from '#domain/feeds/feed-file.ts';
import type { CorrectionEnd, FeedChunkStore, RowCorrection } from '#domain/feeds/feed-stores.ts';
import type { Stores } from '#domain/stores.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { Connection } from '#store/database.ts';
import type { CopyConnections, CopyTransaction } from '#store/feeds/copy-connections.ts';
import type { FeedTarget, RecordTaker } from '#store/feeds/feed-target.ts';
import { correctedPlace, notePlace, rawPlace } from '#store/feeds/quarantine-store.ts';

const LEASE_SECONDS = 60;

/** A refused correction rolls its transaction back. */
class CorrectionRefused extends Error {
  readonly field: string;
  readonly reason: string;
  constructor(field: string, reason: string) {
    super('correction refused');
    this.field = field;
    this.reason = reason;
  }
}

export function createFeedChunkStore(
  connections: CopyConnections,
  crypto: CryptoProvider,
  targets: ReadonlyMap<string, FeedTarget>,
  storesOn: (transaction: Connection) => Stores,
): FeedChunkStore<Stores> {
  const targetOf = (feed: string): FeedTarget => {
    const target = targets.get(feed);
    if (!target) throw new RangeError(`no table takes the feed ${feed}`);
    return target;
  };
  return {
    prepare(chunk) {
      const { file, rows, at } = chunk;
      const put = targetOf(file.feed).prepare(rows, file, at);
      const apply: Apply = (tx) => put(tx, takerOf(storesOn(tx.connection), file, chunk.takeRecord, at));
      const sealed = seal(chunk.refused, crypto);
      return () => commit(connections, crypto, chunk, sealed, apply);
    },
    async correct(file, row, correction) {
      const { takeRecord, at } = correction;
      const put = targetOf(file.feed).prepare([row], file, at);
      const apply: Apply = (tx) => put(tx, takerOf(storesOn(tx.connection), file, takeRecord, at));
      try {
        return await connections.run(async (tx) => {
          const end = await correctIn(tx, crypto, file, row, correction, apply);
          if (end.end === 'TAKEN') await correction.follow(storesOn(tx.connection));
          return end;
        });
      } catch (error) {
        if (!(error instanceof CorrectionRefused)) throw error;
        return { end: 'REFUSED', field: error.field, reason: error.reason };
      }
    },
  };
}

type Apply = (tx: CopyTransaction) => Promise<FeedOutcome>;

function takerOf(stores: Stores, { id, agencyCode }: FeedFile, takeRecord: TakeRecord<Stores>, at: Date): RecordTaker {
  return {
    take: (record, rowNumber) => takeRecord(stores, record, { agencyCode, kind: 'FEED_FILE', id, rowNumber }),
    supersede: (recordKeys) => stores.matchReviews.supersede(agencyCode, recordKeys, at),
  };
}

interface SealedRow extends RefusedRow {
  readonly id: string;
  readonly rawSealed: Uint8Array;
}

function seal(rows: readonly RefusedRow[], crypto: CryptoProvider): readonly SealedRow[] {
  return rows.map((row) => {
    const id = uuidV7Ids.next();
    return { ...row, id, rawSealed: crypto.seal(row.raw, rawPlace(id)) };
  });
}

async function commit(
  connections: CopyConnections,
  crypto: CryptoProvider,
  chunk: FeedChunk<Stores>,
  sealed: readonly SealedRow[],
  apply: Apply,
): Promise<ChunkEnd> {
  return connections.run(async (tx) => {
    if (!(await holdsCursor(tx, chunk))) return { kept: false };
    const outcome = await apply(tx);
    const quarantined = [...sealed, ...seal(refusedByTable(chunk, outcome), crypto)];
    await quarantine(tx, chunk.file.id, quarantined);
    const counts: FeedCounts = { ...pickCounts(outcome), quarantined: quarantined.length };
    await moveCursor(tx, chunk, counts);
    return { kept: true, counts };
  });
}

function pickCounts({ accepted, unchanged, deleted, inReview = 0 }: FeedOutcome) {
  return { accepted, unchanged, deleted, inReview };
}

/** Good in themselves and refused against what is known. */
function refusedByTable({ rows }: FeedChunk<Stores>, { refused }: FeedOutcome): readonly RefusedRow[] {
  if (refused.length === 0) return [];
  const raws = new Map(rows.map(({ rowNumber, raw }) => [rowNumber, raw]));
  return refused.map((row) => ({ ...row, raw: raws.get(row.rowNumber) ?? '' }));
}

async function quarantine(tx: CopyTransaction, feedFileId: string, rows: readonly SealedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `INSERT INTO quarantined_row (id, feed_file_id, row_number, field, reason, raw_sealed)
     SELECT r.id, $1, r.row_number, r.field, r.reason, r.raw
       FROM unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::bytea[]) AS r (id, row_number, field, reason, raw)`,
    [
      feedFileId,
      rows.map(({ id }) => id),
      rows.map(({ rowNumber }) => rowNumber),
      rows.map(({ field }) => field),
      rows.map(({ reason }) => reason),
      rows.map(({ rawSealed }) => Buffer.from(rawSealed)),
    ],
  );
}

/** Locks the file: whoever was overtaken, or comes with rows that are in already, writes nothing. */
async function holdsCursor(tx: CopyTransaction, { file, fence, firstRow }: FeedChunk<Stores>): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM feed_file WHERE id = $1 AND fence = $2 AND status = 'APPLYING' AND applied_rows = $3 FOR UPDATE`,
    [file.id, fence, firstRow - 1],
  );
  return rowCount === 1;
}

async function moveCursor(tx: CopyTransaction, chunk: FeedChunk<Stores>, counts: FeedCounts): Promise<void> {
  await tx.query(
    `UPDATE feed_file
        SET applied_rows = $2, accepted = accepted + $3, unchanged = unchanged + $4, quarantined = quarantined + $5,
            deleted = deleted + $6, in_review = in_review + $7, attempts = 1,
            -- Not now(): many questions for people may have taken longer than a lease.
            lease_until = clock_timestamp() + make_interval(secs => $8)
      WHERE id = $1`,
    [
      chunk.file.id,
      chunk.lastRow,
      counts.accepted,
      counts.unchanged,
      counts.quarantined,
      counts.deleted,
      counts.inReview,
      LEASE_SECONDS,
    ],
  );
}

async function correctIn(
  tx: CopyTransaction,
  crypto: CryptoProvider,
  file: FeedFile,
  row: NumberedRow,
  { quarantinedRowId: id, by, note, at }: RowCorrection<Stores>,
  apply: Apply,
): Promise<CorrectionEnd> {
  const { rowCount } = await tx.query(
    `UPDATE quarantined_row
        SET status = 'CORRECTED', corrections = corrections + 1, corrected_sealed = $2, resolved_by = $3, resolved_at = $4, note_sealed = $5
      WHERE id = $1 AND status = 'OPEN'`,
    [
      id,
      Buffer.from(crypto.seal(row.raw, correctedPlace(id))),
      by,
      at,
      note === undefined ? null : Buffer.from(crypto.seal(note, notePlace(id))),
    ],
  );
  if (rowCount === 0) return { end: 'NOT_OPEN' };
  const { refused, accepted, unchanged, deleted, inReview = 0 } = await apply(tx);
  const [fault] = refused;
  if (fault) throw new CorrectionRefused(fault.field, fault.reason);
  await tx.query(
    `UPDATE feed_file SET quarantined = quarantined - 1, accepted = accepted + $2, unchanged = unchanged + $3,
                          deleted = deleted + $4, in_review = in_review + $5
      WHERE id = $1`,
    [file.id, accepted, unchanged, deleted, inReview],
  );
  return { end: 'TAKEN' };
}
