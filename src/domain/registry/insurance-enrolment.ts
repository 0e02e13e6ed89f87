/** One person's enrolment in one kind of social insurance (社会保险参保), after GB/T 40217—2021. */
export interface InsuranceEnrolment {
  readonly type: InsuranceType;
  readonly status: InsuranceStatus;
  readonly employerName?: string | undefined;
  /** AAE180 缴费基数, decimal text in yuan; absent when paused or ended. */
  readonly contributionBase?: string | undefined;
  /** AAE201 实际缴费月数 */
  readonly paidMonths?: number | undefined;
  /** Local dates, YYYY-MM-DD. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The agency's own wording of the status. */
  readonly businessStatus: string;
}

/** AAE140: 110/120/170 养老 · 210 失业 · 310 医疗 · 410 工伤 · 510 生育 */
export const INSURANCE_TYPES = ['PENSION', 'UNEMPLOYMENT', 'MEDICAL', 'WORK_INJURY', 'MATERNITY'] as const;
export type InsuranceType = (typeof INSURANCE_TYPES)[number];

/** AAC031: 1 参保缴费 · 2 暂停缴费（中断） · 3 终止缴费 */
export const INSURANCE_STATUSES = ['PAYING', 'PAUSED', 'ENDED'] as const;
export type InsuranceStatus = (typeof INSURANCE_STATUSES)[number];
