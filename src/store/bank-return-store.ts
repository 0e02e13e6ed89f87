import type { BankReturn, BankReturnResult, BankReturnStore } from '#domain/feeds/bank-return.ts';
import type { BankReturn as BankReturnRow } from '#generated/prisma/client.ts';
import type { Connection } from '#store/database.ts';
import { toLocalDate } from '#store/dates.ts';

export function createBankReturnStore(db: Connection): BankReturnStore {
  return {
    async unapplied(agencyCode, feedFileId, lastRow) {
      const rows = await db.bankReturn.findMany({
        where: {
          agencyCode,
          appliedAt: null,
          OR: [{ feedFileId: { lt: feedFileId } }, { feedFileId, rowNumber: { lte: lastRow } }],
        },
        orderBy: [{ feedFileId: 'asc' }, { rowNumber: 'asc' }],
        select: { effectId: true },
      });
      return rows.map(({ effectId }) => effectId);
    },
    async take(agencyCode, effectId) {
      const locked = await db.$queryRaw<unknown[]>`
        SELECT 1 FROM bank_return
         WHERE agency_code = ${agencyCode} AND effect_id = ${effectId}::uuid AND applied_at IS NULL
           FOR UPDATE`;
      if (locked.length === 0) return undefined;
      return toBankReturn(
        await db.bankReturn.findUniqueOrThrow({ where: { agencyCode_effectId: { agencyCode, effectId } } }),
      );
    },
    async markApplied(agencyCode, effectId, at) {
      await db.bankReturn.update({
        where: { agencyCode_effectId: { agencyCode, effectId } },
        data: { appliedAt: at },
      });
    },
  };
}

function toBankReturn(row: BankReturnRow): BankReturn {
  return {
    effectId: row.effectId,
    referralId: row.referralId,
    batchNo: row.batchNo,
    result: row.result as BankReturnResult,
    reasonCode: row.reasonCode ?? undefined,
    paidOn: row.paidOn ? toLocalDate(row.paidOn) : undefined,
  };
}
