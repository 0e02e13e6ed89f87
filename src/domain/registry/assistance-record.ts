/** One social-assistance decision on a person's household (社会救助), held by civil affairs. */
export interface AssistanceRecord {
  readonly category: AssistanceCategory;
  readonly status: AssistanceStatus;
  readonly applicationNo: string;
  /** Local dates, YYYY-MM-DD. */
  readonly decidedOn?: string | undefined;
  readonly validUntil?: string | undefined;
  /** Decimal text in yuan a month. */
  readonly monthlyAmount?: string | undefined;
  readonly businessStatus: string;
}

/** 低保 · 特困 · 低保边缘 · 刚性支出困难 · 临时救助 */
export const ASSISTANCE_CATEGORIES = ['DIBAO', 'TEKUN', 'DIBAO_MARGINAL', 'RIGID_EXPENDITURE', 'TEMPORARY'] as const;
export type AssistanceCategory = (typeof ASSISTANCE_CATEGORIES)[number];

/** 审核中 · 享受中 · 不予批准 · 已停止 */
export const ASSISTANCE_STATUSES = ['APPLIED', 'GRANTED', 'REFUSED', 'STOPPED'] as const;
export type AssistanceStatus = (typeof ASSISTANCE_STATUSES)[number];
