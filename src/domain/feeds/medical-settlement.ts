import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

/** 有效 · 已撤销 */
export const SETTLEMENT_STATUSES = ['VALID', 'REVERSED'] as const;
export type SettlementStatus = (typeof SETTLEMENT_STATUSES)[number];

/**
 * What came of a settlement (处理结果): 已立案 · 等待前次结算撤销 · 未能立案 · 查无此人 · 姓名不符 · 未参加互助 · 无个人负担 ·
 * 已撤销 · 已撤回立案 · 补助后被撤销
 */
export const SETTLEMENT_RESULTS = [
  'CLAIM_OPENED',
  'WAITS_FOR_REVERSAL',
  'CLAIM_NOT_OPENED',
  'PERSON_UNKNOWN',
  'NAME_DIFFERS',
  'NOT_ENROLLED',
  'NOTHING_TO_CLAIM',
  'REVERSED',
  'CLAIM_WITHDRAWN',
  'REVERSED_AFTER_PAYOUT',
] as const;
export type SettlementResult = (typeof SETTLEMENT_RESULTS)[number];

/** A claim is due on these, unless there is one. */
export const DUE_RESULTS: readonly SettlementResult[] = ['CLAIM_NOT_OPENED', 'WAITS_FOR_REVERSAL'];

/** A settlement of the medical insurance (医保结算) as we keep it. One that was reversed before it came has no detail. */
export interface MedicalSettlement {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  /** 结算ID: one per agency for ever. */
  readonly settlementId: string;
  /** 就诊ID: what is settled again after a reversal has another settlement id and the same visit. */
  readonly visitId: string;
  /** Linked by identity number alone, and only by a whole one. */
  readonly personId?: string | undefined;
  readonly status: SettlementStatus;
  readonly result: SettlementResult;
  readonly detail?: SettlementDetail | undefined;
  readonly settledAt?: Date | undefined;
  readonly receivedAt: Date;
  readonly reversedAt?: Date | undefined;
  readonly caseId?: string | undefined;
  /** What a file said of it that nobody has acted on yet; until then `result` is what it was before a reversal. */
  readonly unfollowed?: UnfollowedRows | undefined;
}

export interface UnfollowedRows {
  readonly feedFileId: string;
  readonly settledRow?: number | undefined;
  readonly reversedRow?: number | undefined;
}

/** Says how ill somebody was, and so is kept sealed as a whole. */
export interface SettlementDetail {
  /** 医疗费总额 */
  readonly totalAmount: Yuan;
  /** 基金支付总额 */
  readonly fundAmount: Yuan;
  /** 个人负担总金额 */
  readonly personalAmount: Yuan;
  /** 险种 and 医疗类别, in the codes of the medical insurance. */
  readonly insuranceType?: string | undefined;
  readonly visitType?: string | undefined;
  /** Keyed hash of all that was said, to tell a repetition from another use of the id. */
  readonly contentDigest: string;
}
