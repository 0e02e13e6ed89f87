import { beijingInstant } from '../kit/beijing-time.ts';
import type { Office } from '../kit/office.ts';

const PAGE = 50;

export interface DayBookQuestion {
  readonly day: string;
  readonly after?: string | null;
}

/** 服务台日志 */
export function listRecords(office: Office, { day, after }: DayBookQuestion): object {
  const records = office.dayBook.on(day);
  const from = Number(after ?? 0);
  const next = from + PAGE;
  return {
    total: records.length,
    rows: records.slice(from, next).map((record) => ({
      no: record.intakeNumber,
      caseRef: record.referralId,
      externalKey: record.key,
      state: record.status,
      at: beijingInstant(new Date(record.at)),
    })),
    next: next < records.length ? String(next) : null,
  };
}
