import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 深度困难 · 相对困难 · 意外致困 (the national three-way scheme since about 2020, △) */
export const HARDSHIP_CATEGORIES = ['DEEP', 'RELATIVE', 'ACCIDENTAL'] as const;
export type HardshipCategory = (typeof HARDSHIP_CATEGORIES)[number];

/**
 * 草稿 · 已提交 · 基层工会初审 · 已入户 · 核对中 · 公示中 · 在档 · 已帮扶 · 拟退档 · 退档公示中 · 已退档 ·
 * 未通过 · 退回 · 注销（死亡、调离、退休）
 */
export const HARDSHIP_FILE_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'UNIT_REVIEW',
  'VISITED',
  'VERIFYING',
  'PUBLICIZED',
  'FILED',
  'AIDED',
  'EXIT_PROPOSED',
  'EXIT_PUBLICIZED',
  'EXITED',
  'REJECTED',
  'RETURNED',
  'CANCELLED',
] as const;
export type HardshipFileStatus = (typeof HARDSHIP_FILE_STATUSES)[number];

/** 困难职工档案, one per household (一户一档), headed by the worker. */
export interface HardshipFile {
  readonly id: string;
  readonly fileNo: string;
  readonly personId: string;
  /** Absent where the policy table could not tell; the union decides. */
  readonly category?: HardshipCategory | undefined;
  readonly status: HardshipFileStatus;
  readonly version: number;
  readonly householdSize: number;
  readonly divisionCode: string;
  readonly filedOn?: LocalDate | undefined;
}
