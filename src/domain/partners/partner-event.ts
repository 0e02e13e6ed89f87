import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';

/** What a partner may be told of. The names are part of the contract and are never given another meaning. */
export const PARTNER_EVENT_TYPES = [
  'REFERRAL_DRAFTED',
  'REFERRAL_DELIVERED',
  'REFERRAL_RECEIVED',
  'REFERRAL_ACCEPTED',
  'REFERRAL_STARTED',
  'REFERRAL_SUPPLEMENT_REQUESTED',
  'REFERRAL_SUPPLEMENT_PROVIDED',
  'REFERRAL_STAGE_CHANGED',
  'REFERRAL_RETURNED',
  'REFERRAL_REFUSED',
  'REFERRAL_COMPLETED',
  'REFERRAL_RECALLED',
  'RETURN_DECLINED',
  'LEAD_FIXED',
  'DEADLINE_EXPIRED',
  'DEADLINE_RECOMPUTED',
  'CLOCK_PAUSED',
  'CLOCK_RESUMED',
  'CLOCK_EXTENDED',
  'CASE_FINISHED',
  'CASE_CLOSED',
  'CASE_WITHDRAWN',
] as const;
export type PartnerEventType = (typeof PARTNER_EVENT_TYPES)[number];

/** One thing that an agency may know of (对接事件). It reads the rest through the graph, as itself. */
export interface PartnerEvent {
  readonly id: string;
  readonly agencyCode: AgencyCode;
  /** Those of the agency's roles that it concerns. */
  readonly roles: readonly AgencyRole[];
  readonly type: PartnerEventType;
  readonly caseId: string;
  readonly referralId?: string | undefined;
  /** Number of the event within its case: the later one has the higher. */
  readonly sequence: number;
  /** The agency has no more to do with it and deletes what it holds. */
  readonly deleted: boolean;
  readonly occurredAt: Date;
}

export type NewPartnerEvent = Omit<PartnerEvent, 'id'>;

/** One that has its place in the log; the place is the cursor. */
export interface PlacedEvent extends PartnerEvent {
  readonly position: bigint;
}

/** How long the log reaches back. */
export const LOG_DAYS = 7;

/** As webhooks write it: `referral.supplement-requested`. */
export function wireType(type: PartnerEventType | 'PING'): string {
  const [subject = '', ...rest] = type.toLowerCase().split('_');
  return rest.length > 0 ? `${subject}.${rest.join('-')}` : subject;
}
