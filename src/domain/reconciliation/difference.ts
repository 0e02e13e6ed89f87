import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { LedgerStatus } from '#domain/agencies/agency-ledger.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';
import type { EffectStatus } from '#domain/referrals/referral.ts';

/** 对方没有 · 我方没有 · 重复 · 状态不符 · 编号不符 · 总数不符 */
export const DIFFERENCE_KINDS = [
  'MISSING_AT_AGENCY',
  'UNKNOWN_TO_US',
  'DOUBLE',
  'STATUS_DIFFERS',
  'REFERENCE_DIFFERS',
  'TOTALS_DIFFER',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** What the two sides say differently about one effect. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The effect's key; for totals, the day. */
  readonly key: string;
  readonly referralId?: string | undefined;
  readonly ours?: { readonly status: LedgerStatus | EffectStatus; readonly reference?: string | undefined } | undefined;
  readonly theirs?: { readonly status: LedgerStatus; readonly reference?: string | undefined } | undefined;
  /** How many records the agency has under the key. */
  readonly theirsCount: number;
}

/** 承办单位 · 运维 · 受理窗口: who has to look into a difference. */
export const ITEM_OWNERS = ['AGENCY', 'OPERATOR', 'WINDOW'] as const;
export type ItemOwner = (typeof ITEM_OWNERS)[number];

export const OWNER_OF: Readonly<Record<DifferenceKind, ItemOwner>> = {
  // Whatever we believe, the worker's matter lies nowhere: sent again, after asking the agency.
  MISSING_AT_AGENCY: 'OPERATOR',
  UNKNOWN_TO_US: 'AGENCY',
  DOUBLE: 'AGENCY',
  // Which side is right stands in the file, and the window has it.
  STATUS_DIFFERS: 'WINDOW',
  REFERENCE_DIFFERS: 'WINDOW',
  TOTALS_DIFFER: 'OPERATOR',
};

/** 对方已更正 · 我方已更正 · 核实无误 · 再次对账时已一致 */
export const ITEM_RESOLUTIONS = ['AGENCY_CORRECTED', 'WE_CORRECTED', 'NO_FAULT', 'GONE'] as const;
export type ItemResolution = (typeof ITEM_RESOLUTIONS)[number];

/** 未处理 · 已处理 */
export const ITEM_STATES = ['OPEN', 'RESOLVED'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** 对账差异, from when it was found first until it is put right, by a person or by being gone in a later run. */
export interface ReconciliationItem extends Difference {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  readonly day: LocalDate;
  readonly owner: ItemOwner;
  readonly state: ItemState;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly resolution?: ItemResolution | undefined;
  readonly resolvedAt?: Date | undefined;
  readonly resolvedBy?: string | undefined;
  readonly note?: string | undefined;
}
