import type { FeedOutcome } from '#domain/feeds/feed-chunk.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { InsuranceFeedRow, StatedInsurance } from '#domain/feeds/insurance-feed.ts';
import type { InsuranceEnrolment } from '#domain/registry/insurance-enrolment.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import type { CopyTransaction } from '#store/feeds/copy-connections.ts';
import { endOfTombstones } from '#store/feeds/end-of-tombstones.ts';
import type { FeedTarget } from '#store/feeds/feed-target.ts';
import { type LastOfEach, lastOfEach } from '#store/feeds/last-of-each.ts';
import { residentIdIndex } from '#store/sealed-person.ts';

interface Staged extends LastOfEach<InsuranceFeedRow> {
  readonly index: Uint8Array;
  readonly digest: Uint8Array | null;
  readonly sealed: Uint8Array | null;
}

/**
 * The place a record is sealed for: its key instead of an id, so that it can be sealed without asking what is there.
 */
export function insurancePlace(
  agencyCode: string,
  index: Uint8Array,
  { kind, employerCode, from }: { readonly kind: string; readonly employerCode: string; readonly from: string },
): string {
  return `insurance_record.detail:${agencyCode}/${Buffer.from(index).toString('base64')}/${kind}/${employerCode}/${from}`;
}

/** Periods of social insurance into `insurance_record`: one upsert a chunk, by key; the same row again changes nothing. */
export function createInsuranceTarget(crypto: CryptoProvider): FeedTarget<InsuranceFeedRow> {
  return {
    feed: 'insurance',
    prepare(rows, file, at) {
      const staged = lastOfEach(rows, keyOf).map((each) => seal(each, file, crypto));
      return (tx) => apply(tx, staged, rows.length, file, at);
    },
  };
}

function keyOf({ residentId, kind, employerCode, from }: InsuranceFeedRow): string {
  return `${residentId}/${kind}/${employerCode}/${from}`;
}

function seal(each: LastOfEach<InsuranceFeedRow>, { agencyCode }: FeedFile, crypto: CryptoProvider): Staged {
  const { last, stated } = each;
  const index = residentIdIndex(last.residentId, crypto);
  if (!stated) return { ...each, index, digest: null, sealed: null };
  const detail = JSON.stringify(enrolmentOf(stated));
  return {
    ...each,
    index,
    digest: crypto.blindIndex(detail, 'insurance_record.digest').subarray(0, 16),
    sealed: crypto.seal(detail, insurancePlace(agencyCode, index, last)),
  };
}

/** What the look-up shows of it. */
function enrolmentOf(row: StatedInsurance): InsuranceEnrolment {
  return {
    type: row.type,
    status: row.status,
    employerName: row.employerName,
    contributionBase: row.contributionBase,
    paidMonths: row.paidMonths,
    from: row.from,
    to: row.to,
    businessStatus: row.businessStatus,
  };
}

async function apply(
  tx: CopyTransaction,
  staged: readonly Staged[],
  rowCount: number,
  file: FeedFile,
  at: Date,
): Promise<FeedOutcome> {
  await tx.stage(
    'stage_insurance',
    {
      row_number: 'int',
      gone: 'boolean',
      resident_id_index: 'bytea',
      kind: 'text',
      employer_code: 'text',
      period_from: 'date',
      detail_sealed: 'bytea',
      digest: 'bytea',
    },
    staged.map(({ rowNumber, gone, index, last, sealed, digest }) => [
      rowNumber,
      gone,
      index,
      last.kind,
      last.employerCode,
      last.from,
      sealed,
      digest,
    ]),
  );
  const put = await putRecords(tx, file, at);
  const tombstones = staged.filter(({ stated }) => !stated).length;
  const taken = tombstones > 0 ? await takeAway(tx, file, at) : { deleted: 0, refused: [] };
  const changed = put.changed + put.gone + taken.deleted;
  // A row that a later one of the same chunk replaced was taken, too.
  const replaced = rowCount - staged.length;
  return {
    accepted: put.changed + replaced,
    deleted: put.gone + taken.deleted,
    unchanged: staged.length - taken.refused.length - changed,
    refused: taken.refused,
  };
}

async function putRecords(
  tx: CopyTransaction,
  { id, agencyCode }: FeedFile,
  at: Date,
): Promise<{ readonly changed: number; readonly gone: number }> {
  const { rows } = await tx.query(
    `WITH put AS (
       INSERT INTO insurance_record AS r (agency_code, resident_id_index, kind, employer_code, period_from, detail_sealed,
                                          digest, feed_file_id, gone_at, updated_at)
       SELECT $1, s.resident_id_index, s.kind, s.employer_code, s.period_from, s.detail_sealed, s.digest, $2,
              CASE WHEN s.gone THEN $3::timestamptz END, $3
         FROM stage_insurance s WHERE s.digest IS NOT NULL
       ON CONFLICT (resident_id_index, kind, employer_code, period_from, agency_code) DO UPDATE
          SET detail_sealed = excluded.detail_sealed, digest = excluded.digest, feed_file_id = excluded.feed_file_id,
              gone_at = excluded.gone_at, updated_at = excluded.updated_at
        WHERE r.feed_file_id <= excluded.feed_file_id
          AND (r.digest <> excluded.digest OR (r.gone_at IS NULL) <> (excluded.gone_at IS NULL))
       RETURNING gone_at IS NOT NULL AS gone)
     SELECT count(*) FILTER (WHERE NOT gone)::int AS changed, count(*) FILTER (WHERE gone)::int AS gone FROM put`,
    [agencyCode, id, at],
  );
  return { changed: Number(rows[0]?.['changed']), gone: Number(rows[0]?.['gone']) };
}

const SAME_RECORD = `r.resident_id_index = s.resident_id_index AND r.kind = s.kind AND r.employer_code = s.employer_code
          AND r.period_from = s.period_from AND r.agency_code = $1`;

/** Tombstones: what they name is marked as gone; what never came is refused. */
async function takeAway(
  tx: CopyTransaction,
  { id, agencyCode }: FeedFile,
  at: Date,
): Promise<Pick<FeedOutcome, 'deleted' | 'refused'>> {
  const { rows } = await tx.query(
    `WITH taken AS (
       UPDATE insurance_record r SET gone_at = $3, updated_at = $3, feed_file_id = $2
         FROM stage_insurance s
        WHERE s.digest IS NULL AND ${SAME_RECORD} AND r.gone_at IS NULL AND r.feed_file_id <= $2
       RETURNING s.row_number)
     SELECT s.row_number, r.kind IS NOT NULL AS known, t.row_number IS NOT NULL AS deleted
       FROM stage_insurance s LEFT JOIN insurance_record r ON ${SAME_RECORD} LEFT JOIN taken t USING (row_number)
      WHERE s.digest IS NULL`,
    [agencyCode, id, at],
  );
  return endOfTombstones(rows, 'OP');
}
