import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { EffectKey, EffectKind } from '#domain/agencies/agency-connector.ts';
import type { AgreementKind } from '#domain/disputes/agreement-kinds.ts';
import type { DisputeStage } from '#domain/disputes/dispute-stage.ts';
import type { TerminationReason } from '#domain/disputes/termination-reasons.ts';
import type { BudgetSpent } from '#domain/referrals/attempt-budget.ts';
import type { Yuan } from '#domain/registry/yuan.ts';

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
  /** 牵头: the step came back twice, and whoever has it now does not return it. */
  readonly leads: boolean;
  readonly status: ReferralStatus;
  readonly version: number;
  readonly agencyReference?: string | undefined;
  readonly businessStatus?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reasonCode?: ReasonCode | undefined;
  /** Of a dispute, as reported last; absent before the first report. */
  readonly stage?: DisputeStage | undefined;
  readonly terminationReason?: TerminationReason | undefined;
  readonly agreementKind?: AgreementKind | undefined;
  /** 无争议事实: what both parties stated to be so; the one thing said in mediation that goes on to others. */
  readonly undisputedFacts?: string | undefined;
  /** Granted or paid, where the outcome says so. */
  readonly amount?: Yuan | undefined;
  readonly mediatorId?: string | undefined;
  /** The agency's number of the last answer applied; 0 before the first. */
  readonly replySequence: number;
  readonly createdAt: Date;
  /** Since when the agency may see what the step discloses; until then it has the card alone. */
  readonly disclosedAt?: Date | undefined;
  readonly sentAt?: Date | undefined;
  readonly receivedAt?: Date | undefined;
  readonly acceptedAt?: Date | undefined;
  readonly startedAt?: Date | undefined;
  readonly completedAt?: Date | undefined;
  /** When it was over, however it ended. */
  readonly endedAt?: Date | undefined;
}

/** 待派送 · 已送达 · 被拒 · 情况不明 · 停止（待人工） · 已取消 */
export const EFFECT_STATUSES = ['PENDING', 'DELIVERED', 'REFUSED', 'IN_DOUBT', 'STOPPED', 'CANCELLED'] as const;
export type EffectStatus = (typeof EFFECT_STATUSES)[number];

/** 次数用尽 · 超过时长 · 再送也会失败（我方差错） */
export const STOP_REASONS = ['ATTEMPTS_EXHAUSTED', 'TOO_OLD', 'WOULD_FAIL_AGAIN'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/**
 * One effect to have at one agency: the outbox row. Its key never changes, whatever is retried or restarted. One that is
 * STOPPED is a dead letter (死信).
 */
export interface Effect extends BudgetSpent {
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
  readonly stopReason?: StopReason | undefined;
  readonly note?: string | undefined;
  readonly createdAt: Date;
}

/** The stable key agencies see for an effect. */
export function effectKeyOf(effectId: string): EffectKey {
  return `oe-${effectId}` as EffectKey;
}

/** The effect whose key it is, if it has the form of one. */
export function effectIdOf(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

const KEY = /^oe-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
