import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 在会 · 转会中 · 保留会籍 · 退会 */
export const MEMBERSHIP_STATUSES = ['ACTIVE', 'TRANSFERRING', 'RETAINED', 'WITHDRAWN'] as const;
export type MembershipStatus = (typeof MEMBERSHIP_STATUSES)[number];

/** The groups of the 2021 campaign: 货车司机 · 网约车司机 · 快递员 · 外卖配送员 */
export const EMPLOYMENT_GROUPS = ['TRUCK_DRIVER', 'RIDE_HAILING_DRIVER', 'COURIER', 'FOOD_DELIVERY'] as const;
export type EmploymentGroup = (typeof EMPLOYMENT_GROUPS)[number];

export interface Membership {
  readonly id: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly status: MembershipStatus;
  readonly employmentGroup?: EmploymentGroup | undefined;
  readonly joinedOn: LocalDate;
}

export const UNION_LEVELS = ['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'GRASSROOTS', 'INDUSTRIAL'] as const;
export type UnionLevel = (typeof UNION_LEVELS)[number];

/** A union organisation with its territorial and, where it has one, its industrial parent (工会法 art. 11). */
export interface UnionOrganisation {
  readonly id: string;
  readonly name: string;
  readonly level: UnionLevel;
  readonly divisionCode: string;
  readonly creditCode?: string | undefined;
  readonly parentId?: string | undefined;
  readonly industrialParentId?: string | undefined;
}
