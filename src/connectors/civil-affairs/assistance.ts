import { readLocalDate } from '#connectors/kit/foreign-date.ts';
import { readYuan } from '#connectors/kit/foreign-number.ts';
import { presentText } from '#connectors/kit/foreign-text.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { AssistanceCategory, AssistanceRecord, AssistanceStatus } from '#domain/registry/assistance-record.ts';
import type { CivilAssistanceRow } from './schema.ts';

export const CATEGORIES: ReadonlyMap<string, AssistanceCategory> = new Map([
  ['01', 'DIBAO'], // 最低生活保障
  ['02', 'TEKUN'], // 特困人员救助供养
  ['03', 'DIBAO_MARGINAL'], // 低保边缘家庭
  ['04', 'RIGID_EXPENDITURE'], // 刚性支出困难家庭
  ['05', 'TEMPORARY'], // 临时救助
]);

export const STATUSES: ReadonlyMap<string, AssistanceStatus> = new Map([
  ['1', 'APPLIED'], // 审核中
  ['2', 'GRANTED'], // 享受中
  ['3', 'REFUSED'], // 不予批准
  ['4', 'STOPPED'], // 已停止
]);

export function assistanceOf(row: CivilAssistanceRow): AssistanceRecord {
  return {
    category: readWord(CATEGORIES, row.typeCode, 'typeCode'),
    status: readWord(STATUSES, row.statusCode, 'statusCode'),
    applicationNo: row.applicationNo,
    decidedOn: readLocalDate(row.decideDate, 'decideDate'),
    validUntil: readEnd(row.validTo),
    monthlyAmount: readYuan(row.monthlyAmount, 'monthlyAmount'),
    businessStatus: row.statusName.trim(),
  };
}

/** 长期 has no end, and neither has an empty field. */
export function readEnd(text: string | null | undefined): LocalDate | undefined {
  return presentText(text) === '长期' ? undefined : readLocalDate(text, 'validTo');
}
