import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 深度困难 · 相对困难 · 意外致困 (the national three-way scheme since about 2020, △) */
export const HARDSHIP_CATEGORIES = ['DEEP', 'RELATIVE', 'ACCIDENTAL'] as const;
export type HardshipCategory = (typeof HARDSHIP_CATEGORIES)[number];

export const HARDSHIP_FILE_STATUSES = ['UNDER_REVIEW', 'FILED', 'EXITED'] as const;
export type HardshipFileStatus = (typeof HARDSHIP_FILE_STATUSES)[number];

/** 困难职工档案, one per household (一户一档), headed by the worker. */
export interface HardshipFile {
  readonly id: string;
  readonly fileNo: string;
  readonly personId: string;
  readonly category: HardshipCategory;
  readonly status: HardshipFileStatus;
  readonly householdSize: number;
  readonly filedOn?: LocalDate | undefined;
}
