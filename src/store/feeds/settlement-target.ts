import type { NumberedRow } from '#domain/feeds/feed-chunk.ts';
import type { SettlementFeedRow } from '#domain/feeds/settlement-feed.ts';
import { settlementDetail } from '#domain/feeds/settlement-rule.ts';
import { takeSettlementRows } from '#domain/feeds/take-settlement-rows.ts';
import { type LocalDate, localDateOf } from '#domain/referrals/local-date.ts';
import { parseResidentId } from '#domain/registry/resident-id.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { keyedDigest } from '#platform/crypto/keyed-digest.ts';
import { uuidV7Ids } from '#platform/ids.ts';
import type { FeedTarget } from '#store/feeds/feed-target.ts';
import { type HashedSettlement, lookUpSettlements } from '#store/feeds/settlement-look-up.ts';
import { writeSettlements } from '#store/feeds/settlement-writes.ts';
import { residentIdIndex } from '#store/sealed-person.ts';

/**
 * Settlements into `medical_settlement`, with the same end as a pushed one (usecases/feeds/apply-settlement.ts). Claims are
 * opened and withdrawn afterwards (usecases/feeds/follow-settlements.ts). What a settlement says never changes, so it does
 * not matter which of two files is older.
 */
export function createSettlementTarget(crypto: CryptoProvider): FeedTarget<SettlementFeedRow> {
  return {
    feed: 'settlements',
    prepare(rows, file, at) {
      const today = localDateOf(at);
      const hashed = rows.map((row) => hash(row, today, crypto));
      return async (tx) => {
        const { versions, ...ground } = await lookUpSettlements(tx, crypto, hashed, file);
        const { changed, ...outcome } = takeSettlementRows(hashed, ground, {
          feedFileId: file.id,
          agencyCode: file.agencyCode,
          receivedAt: file.foundAt,
          newId: uuidV7Ids.next,
        });
        await writeSettlements(tx, crypto, changed, versions, file.agencyCode);
        return { ...outcome, deleted: 0 };
      };
    },
  };
}

function hash(
  { rowNumber, row: { said } }: NumberedRow<SettlementFeedRow>,
  today: LocalDate,
  crypto: CryptoProvider,
): HashedSettlement {
  const residentId = parseResidentId(said.residentId, today);
  return {
    rowNumber,
    said,
    detail: settlementDetail(said, (text) => keyedDigest(crypto, text)),
    index: residentId.ok ? residentIdIndex(residentId.value, crypto) : undefined,
  };
}
