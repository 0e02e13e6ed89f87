import type { BankReturnRow } from '#domain/feeds/bank-return-feed.ts';
import type { FeedOutcome, NumberedRow } from '#domain/feeds/feed-chunk.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { amountPlace } from '#store/case-rows.ts';
import { type CopyTransaction, GroundMovedError } from '#store/feeds/copy-connections.ts';
import type { FeedTarget } from '#store/feeds/feed-target.ts';

/**
 * What banks return, into `bank_return`: one statement finds the orders of a chunk with what was granted for them, one
 * writes. The referrals are told afterwards, one by one (usecases/feeds/apply-bank-returns.ts). The first end of a payment
 * stands: the same said again changes nothing, the opposite is refused.
 */
export function createBankReturnTarget(crypto: CryptoProvider): FeedTarget<BankReturnRow> {
  return {
    feed: 'bank-returns',
    prepare: (rows, file, at) => async (tx) => {
      const { taken, ...outcome } = judge(rows, await findOrders(tx, crypto, rows, file));
      await put(tx, taken, file, at);
      return outcome;
    },
  };
}

interface Order {
  readonly referralId: string;
  readonly granted: Yuan | undefined;
  /** How it is known to have ended, by an earlier return or for the referral: paid, returned, or never taken by the bank. */
  readonly end: string | undefined;
  /** An earlier return has said so. */
  readonly returned: boolean;
}

type OrderRow = Readonly<Record<'effect_id' | 'referral_id' | 'granted_by', string>> & {
  readonly amount_sealed: Uint8Array | null;
  readonly outcome: string | null;
  readonly result: string | null;
};

/** By effect; an effect of another agency, or that is no dispatch, is nobody's order. */
async function findOrders(
  tx: CopyTransaction,
  crypto: CryptoProvider,
  rows: readonly NumberedRow<BankReturnRow>[],
  { agencyCode }: FeedFile,
): Promise<ReadonlyMap<string, Order>> {
  const serials = new Set(rows.map(({ row }) => row.effectId));
  await tx.stage(
    'stage_bank_return',
    { effect_id: 'uuid' },
    [...serials].map((serial) => [serial]),
  );
  const { rows: found } = await tx.query(
    `SELECT s.effect_id, r.id AS referral_id, r.outcome, b.result, g.id AS granted_by, g.amount_sealed
       FROM stage_bank_return s
       JOIN effect e ON e.id = s.effect_id AND e.agency_code = $1 AND e.kind = 'DISPATCH'
       JOIN referral r ON r.id = e.referral_id
       JOIN "case" c ON c.id = r.case_id
       JOIN service_item_version v ON v.id = c.service_item_version_id
       LEFT JOIN bank_return b ON b.agency_code = $1 AND b.effect_id = s.effect_id
       LEFT JOIN LATERAL (
         -- The step whose amount the order discloses, as it ended last: what effect-message.ts says to the bank.
         SELECT d.id, d.amount_sealed
           FROM jsonb_array_elements(v.definition -> 'steps') step
           CROSS JOIN jsonb_array_elements_text(step -> 'discloses') AS shown (field)
           JOIN referral d ON d.case_id = r.case_id AND d.step_key = substr(shown.field, 9) AND d.status = 'COMPLETED'
          WHERE step ->> 'key' = r.step_key AND shown.field LIKE 'granted.%'
          ORDER BY d.round DESC LIMIT 1) g ON true`,
    [agencyCode],
  );
  return new Map(
    (found as readonly OrderRow[]).map((row) => [
      row.effect_id,
      {
        referralId: row.referral_id,
        granted: row.amount_sealed
          ? (crypto.openText(row.amount_sealed, amountPlace(row.granted_by)) as Yuan)
          : undefined,
        end: row.result ?? row.outcome ?? undefined,
        returned: row.result !== null,
      },
    ]),
  );
}

interface Taken {
  readonly rowNumber: number;
  readonly row: BankReturnRow;
  readonly referralId: string;
}

function judge(
  rows: readonly NumberedRow<BankReturnRow>[],
  orders: ReadonlyMap<string, Order>,
): FeedOutcome & { readonly taken: readonly Taken[] } {
  const taken = new Map<string, Taken>();
  const refused: { rowNumber: number; field: string; reason: string }[] = [];
  let unchanged = 0;
  for (const { row, rowNumber } of rows) {
    const order = orders.get(row.effectId);
    const end = taken.get(row.effectId)?.row.result ?? order?.end;
    if (!order) refused.push({ rowNumber, field: '业务流水号', reason: 'SERIAL_UNKNOWN' });
    else if (row.amount !== order.granted) refused.push({ rowNumber, field: '金额', reason: 'AMOUNT_DIFFERS' });
    else if (end !== undefined && end !== row.result)
      refused.push({ rowNumber, field: '处理结果', reason: 'END_DIFFERS' });
    else if (order.returned || taken.has(row.effectId)) unchanged += 1;
    else taken.set(row.effectId, { rowNumber, row, referralId: order.referralId });
  }
  return { accepted: taken.size, unchanged, deleted: 0, refused, taken: [...taken.values()] };
}

async function put(
  tx: CopyTransaction,
  taken: readonly Taken[],
  { id, agencyCode }: FeedFile,
  at: Date,
): Promise<void> {
  if (taken.length === 0) return;
  const { rowCount } = await tx.query(
    `INSERT INTO bank_return (agency_code, effect_id, referral_id, batch_no, result, reason_code, paid_on, feed_file_id,
                              row_number, received_at)
     SELECT $1, t.effect_id, t.referral_id, t.batch_no, t.result, t.reason_code, t.paid_on, $2, t.row_number, $3
       FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::date[], $10::int[])
            AS t (effect_id, referral_id, batch_no, result, reason_code, paid_on, row_number)
     ON CONFLICT DO NOTHING`,
    [
      agencyCode,
      id,
      at,
      taken.map(({ row }) => row.effectId),
      taken.map(({ referralId }) => referralId),
      taken.map(({ row }) => row.batchNo),
      taken.map(({ row }) => row.result),
      taken.map(({ row }) => row.reasonCode ?? null),
      taken.map(({ row }) => row.paidOn ?? null),
      taken.map(({ rowNumber }) => rowNumber),
    ],
  );
  // A row corrected by hand got in between: it may say the opposite, so look again.
  if (rowCount !== taken.length) throw new GroundMovedError();
}
