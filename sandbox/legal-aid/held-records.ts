import { beijingInstant } from '../kit/beijing-time.ts';
import type { Office } from '../kit/office.ts';

const PAGE = 50;

export interface LedgerQuestion {
  readonly day: string;
  readonly after?: string | null;
}

/** 援助申请台账 */
export function listRecords(office: Office, { day, after }: LedgerQuestion): object {
  const records = office.dayBook.on(day);
  const from = Number(after ?? 0);
  const next = from + PAGE;
  return {
    total: records.length,
    entries: records.slice(from, next).map((record) => ({
      idempotencyKey: record.key,
      referralNo: record.referralId,
      applicationNo: record.intakeNumber,
      status: record.status,
      recordedAt: beijingInstant(new Date(record.at)),
    })),
    next: next < records.length ? String(next) : null,
  };
}
