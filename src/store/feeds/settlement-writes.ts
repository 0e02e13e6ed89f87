import type { MedicalSettlement } from '#domain/feeds/medical-settlement.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { type CopyTransaction, type CopyValue, GroundMovedError } from '#store/feeds/copy-connections.ts';
import { sealDetail } from '#store/settlement-store.ts';

const COLUMNS = {
  id: 'uuid',
  version: 'text',
  settlement_id: 'text',
  visit_id: 'text',
  person_id: 'uuid',
  status: 'text',
  result: 'text',
  detail_sealed: 'bytea',
  settled_at: 'timestamptz',
  received_at: 'timestamptz',
  reversed_at: 'timestamptz',
  feed_file_id: 'uuid',
  settled_row: 'int',
  reversed_row: 'int',
} as const;

/**
 * Writes what has changed of the settlements of a chunk. Visits are not locked one by one, as a push does: a chunk speaks
 * of thousands, and the lock table of the database holds some 6,000 for everybody. Instead a row is written only as it
 * was read, and one that somebody else has entered or changed since makes the chunk look again.
 */
export async function writeSettlements(
  tx: CopyTransaction,
  crypto: CryptoProvider,
  changed: readonly MedicalSettlement[],
  versions: ReadonlyMap<string, string>,
  agencyCode: string,
): Promise<void> {
  if (changed.length === 0) return;
  await tx.stage(
    'stage_settlement',
    COLUMNS,
    changed.map((settlement) => valuesOf(settlement, versions.get(settlement.id), crypto)),
  );
  // In the order in which a push locks the rows of its visit, and before anything is entered, as a push does.
  const updated = await tx.query(
    `WITH held AS MATERIALIZED (
       SELECT s.* FROM stage_settlement s JOIN medical_settlement m ON m.id = s.id
        WHERE s.version IS NOT NULL AND m.xmin::text = s.version ORDER BY m.id FOR UPDATE OF m)
     UPDATE medical_settlement m
        SET person_id = h.person_id, status = h.status, result = h.result, detail_sealed = h.detail_sealed,
            settled_at = h.settled_at, reversed_at = h.reversed_at, feed_file_id = h.feed_file_id,
            settled_row = h.settled_row, reversed_row = h.reversed_row
       FROM held h WHERE m.id = h.id`,
  );
  const entered = await tx.query(
    `INSERT INTO medical_settlement (id, agency_code, settlement_id, visit_id, person_id, status, result, detail_sealed,
                                     settled_at, received_at, reversed_at, feed_file_id, settled_row, reversed_row)
     SELECT s.id, $1, s.settlement_id, s.visit_id, s.person_id, s.status, s.result, s.detail_sealed,
            s.settled_at, s.received_at, s.reversed_at, s.feed_file_id, s.settled_row, s.reversed_row
       FROM stage_settlement s WHERE s.version IS NULL
     ON CONFLICT (agency_code, settlement_id) DO NOTHING`,
    [agencyCode],
  );
  if (entered.rowCount + updated.rowCount !== changed.length) throw new GroundMovedError();
}

function valuesOf(
  settlement: MedicalSettlement,
  version: string | undefined,
  crypto: CryptoProvider,
): readonly CopyValue[] {
  const { id, detail, unfollowed } = settlement;
  return [
    id,
    version ?? null,
    settlement.settlementId,
    settlement.visitId,
    settlement.personId ?? null,
    settlement.status,
    settlement.result,
    detail ? sealDetail(detail, id, crypto) : null,
    settlement.settledAt?.toISOString() ?? null,
    settlement.receivedAt.toISOString(),
    settlement.reversedAt?.toISOString() ?? null,
    unfollowed?.feedFileId ?? null,
    unfollowed?.settledRow ?? null,
    unfollowed?.reversedRow ?? null,
  ];
}
