import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { EffectKey, EffectKind } from '#domain/agencies/agency-connector.ts';

/** 待送达 · 已送达 · 签收 · 受理 · 办理中 · 要求补正 · 退回 · 不予受理 · 移交 · 撤回 · 送达不明 · 办结 */
export const REFERRAL_STATUSES = [
  'DRAFTED',
  'SENT',
  'RECEIVED',
  'ACCEPTED',
  'IN_HANDLING',
  'SUPPLEMENT_REQUESTED',
  'RETURNED',
  'REFUSED',
  'TRANSFERRED',
  'RECALLED',
  'IN_DOUBT',
  'COMPLETED',
] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

/** Why an agency gave a matter back or refused it; the agency's own words are mapped to these at the border. */
export const REASON_CODES = [
  'MATERIALS_INCOMPLETE',
  'AUTHORISATION_MISSING',
  'NOT_ACCEPTED',
  'NO_JURISDICTION',
  'NOT_OUR_SCOPE',
  'OTHER',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** One matter handed to one agency (转办单). */
export interface Referral {
  readonly id: string;
  readonly caseId: string;
  readonly stepKey: string;
  /** 1 for the first try of a step; one more each time it is sent again after a return. */
  readonly round: number;
  readonly agencyCode: AgencyCode;
  readonly officeId: string;
  readonly role: AgencyRole;
  readonly status: ReferralStatus;
  readonly version: number;
  readonly agencyReference?: string | undefined;
  readonly businessStatus?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reasonCode?: ReasonCode | undefined;
  /** The agency's number of the last answer applied; 0 before the first. */
  readonly replySequence: number;
  readonly createdAt: Date;
  readonly sentAt?: Date | undefined;
  readonly receivedAt?: Date | undefined;
  readonly acceptedAt?: Date | undefined;
  readonly completedAt?: Date | undefined;
}

/** 待派送 · 已送达 · 被拒 · 情况不明 · 停止（待人工） · 已取消 */
export const EFFECT_STATUSES = ['PENDING', 'DELIVERED', 'REFUSED', 'IN_DOUBT', 'STOPPED', 'CANCELLED'] as const;
export type EffectStatus = (typeof EFFECT_STATUSES)[number];

/** One effect to have at one agency: the outbox row. Its key never changes, whatever is retried or restarted. */
export interface Effect {
  readonly id: string;
  readonly referralId: string;
  readonly agencyCode: AgencyCode;
  readonly kind: EffectKind;
  /** Order within the referral; a later effect waits until the earlier ones are finished. */
  readonly position: number;
  readonly status: EffectStatus;
  readonly attempts: number;
  /** The last attempt may or may not have been recorded by the agency: ask before sending again. */
  readonly unclear: boolean;
  /** Real time, never the legal clock, which a demonstration moves ahead. Absent: at once. */
  readonly nextAttemptAt?: Date | undefined;
  readonly lastFault?: string | undefined;
  readonly note?: string | undefined;
  readonly createdAt: Date;
}

/** The stable key agencies see for an effect. */
export function effectKeyOf(effectId: string): EffectKey {
  return `oe-${effectId}` as EffectKey;
}
