import { createHash } from 'node:crypto';
import { writeCompactWallTime } from '#connectors/kit/foreign-date.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { LedgerTotals } from '#domain/agencies/agency-ledger.ts';
import { type LocalDate, startOfLocalDay } from '#domain/referrals/local-date.ts';
import type { MedicalTotals } from './schema.ts';

/** YZ11 对总账, agreed locally after the pattern of the national 3201: totals and a digest, no list. */
export function totalsQuestion(day: LocalDate, area: string): object {
  return {
    infno: 'YZ11',
    msgid: createHash('sha256').update(`YZ11:${day}`).digest('hex').slice(0, 30),
    mdtrtarea_admvs: area,
    recer_sys_code: 'ONEDOOR',
    infver: 'V1.0',
    inf_time: writeCompactWallTime(startOfLocalDay(day)),
    input: { stmt_date: day },
  };
}

export function totalsOf(totals: MedicalTotals, day: LocalDate): LedgerTotals {
  if (totals.stmt_date !== day) throw new AgencyMessageUnreadableError('output.stmt_date: another day');
  return { count: Number(totals.recd_cnt), keyDigest: totals.recd_digest };
}
