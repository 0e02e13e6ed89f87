import type { AgencyEvent } from '#domain/agencies/inbound-content.ts';
import type { Referral, ReferralStatus } from '#domain/referrals/referral.ts';

/** Besides what agencies tell us: delivered, in doubt, a person's finding on the doubt, supplement provided, recalled. */
export const REFERRAL_EVENTS = [
  'DELIVER',
  'RECEIVE',
  'ACCEPT',
  'START',
  'REQUEST_SUPPLEMENT',
  'PROVIDE_SUPPLEMENT',
  'RETURN',
  'REFUSE',
  'COMPLETE',
  'RECALL',
  'DOUBT',
  'CONFIRM_DELIVERY',
  'DENY_DELIVERY',
] as const;
export type ReferralEvent = (typeof REFERRAL_EVENTS)[number];

/** Answers that an agency may give while it has the matter, whatever was recorded of them so far. */
const ANSWERS = {
  ACCEPT: 'ACCEPTED',
  START: 'IN_HANDLING',
  REQUEST_SUPPLEMENT: 'SUPPLEMENT_REQUESTED',
  RETURN: 'RETURNED',
  REFUSE: 'REFUSED',
  COMPLETE: 'COMPLETED',
  RECALL: 'RECALLED',
} as const satisfies Partial<Record<ReferralEvent, ReferralStatus>>;

const FIRST_ANSWERS = { RECEIVE: 'RECEIVED', ...ANSWERS } as const;

/** The status each answer of an agency leads to from an open state. */
export const STATUS_AFTER: Readonly<Record<AgencyEvent, ReferralStatus>> = FIRST_ANSWERS;

/**
 * State × event → state. What is absent is refused; `refusalOf` names the refusal. Printed into ARCHITECTURE.md.
 *
 * A later milestone implies the earlier ones: an agency that completes a matter has received it, even if its receipt
 * was lost or comes after. So every open state takes every later answer, and earlier ones are harmless.
 */
export const REFERRAL_TRANSITIONS: Readonly<Record<ReferralStatus, Partial<Record<ReferralEvent, ReferralStatus>>>> = {
  // An answer can overtake our own record of the delivery.
  DRAFTED: { DELIVER: 'SENT', DOUBT: 'IN_DOUBT', ...FIRST_ANSWERS },
  SENT: { ...FIRST_ANSWERS },
  RECEIVED: { ...ANSWERS },
  ACCEPTED: {
    START: 'IN_HANDLING',
    REQUEST_SUPPLEMENT: 'SUPPLEMENT_REQUESTED',
    RETURN: 'RETURNED',
    REFUSE: 'REFUSED',
    COMPLETE: 'COMPLETED',
    RECALL: 'RECALLED',
  },
  IN_HANDLING: {
    REQUEST_SUPPLEMENT: 'SUPPLEMENT_REQUESTED',
    RETURN: 'RETURNED',
    REFUSE: 'REFUSED',
    COMPLETE: 'COMPLETED',
    RECALL: 'RECALLED',
  },
  SUPPLEMENT_REQUESTED: {
    PROVIDE_SUPPLEMENT: 'RECEIVED',
    ACCEPT: 'ACCEPTED',
    START: 'IN_HANDLING',
    RETURN: 'RETURNED',
    REFUSE: 'REFUSED',
    COMPLETE: 'COMPLETED',
    RECALL: 'RECALLED',
  },
  // An answer proves that the agency has it after all.
  IN_DOUBT: { CONFIRM_DELIVERY: 'SENT', DENY_DELIVERY: 'DRAFTED', ...FIRST_ANSWERS },
  RETURNED: {},
  REFUSED: {},
  TRANSFERRED: {},
  RECALLED: {},
  COMPLETED: {},
};

export function nextReferralStatus(from: ReferralStatus, event: ReferralEvent): ReferralStatus | undefined {
  return REFERRAL_TRANSITIONS[from][event];
}

export function isReferralOver(status: ReferralStatus): boolean {
  return Object.keys(REFERRAL_TRANSITIONS[status]).length === 0;
}

/** Given back, or taken back by a person: over for the agency, but its step has no outcome until it is sent again. */
export function waitsForResend(referral: Pick<Referral, 'status' | 'outcome'>): boolean {
  return referral.status === 'RETURNED' || (referral.status === 'RECALLED' && !referral.outcome);
}

/** ALREADY_OVER: the matter has ended. SUPERSEDED: late or repeated, a later milestone is known. NOT_NOW: out of place. */
export type ReferralRefusal = 'ALREADY_OVER' | 'SUPERSEDED' | 'NOT_NOW';

const MILESTONES: readonly ReferralEvent[] = ['DELIVER', 'RECEIVE', 'ACCEPT', 'START', 'COMPLETE'];

/** Names why `event` is refused in `from`; undefined when it is a transition. */
export function refusalOf(from: ReferralStatus, event: ReferralEvent): ReferralRefusal | undefined {
  if (nextReferralStatus(from, event)) return undefined;
  if (isReferralOver(from)) return 'ALREADY_OVER';
  return MILESTONES.includes(event) || event === 'REQUEST_SUPPLEMENT' ? 'SUPERSEDED' : 'NOT_NOW';
}
