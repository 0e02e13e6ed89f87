import { mayHandle } from '#domain/access/may-handle.ts';
import { mayUseRootField } from '#domain/access/root-field-policy.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { type CaseEventType, nextCaseStatus } from '#domain/cases/case-transitions.ts';
import type { CaseHeader } from '#domain/cases/case.ts';
import { nextReferralStatus, type ReferralEvent, waitsForResend } from '#domain/referrals/referral-transitions.ts';
import type { Referral } from '#domain/referrals/referral.ts';

/** What whoever handles a referral does with it, by the event that the state table has to know. */
const ANSWERS: Readonly<Record<string, ReferralEvent>> = {
  receiveReferral: 'RECEIVE',
  acceptReferral: 'ACCEPT',
  startReferral: 'START',
  requestSupplement: 'REQUEST_SUPPLEMENT',
  returnReferral: 'RETURN',
  refuseReferral: 'REFUSE',
  completeReferral: 'COMPLETE',
};

/** What its sender does about it. */
const STEERING: Readonly<Record<string, ReferralEvent>> = {
  provideSupplement: 'PROVIDE_SUPPLEMENT',
  recallReferral: 'RECALL',
  resolveDoubt: 'CONFIRM_DELIVERY',
};

const SENDING_AGAIN = ['resendReferral', 'rerouteReferral'];

/**
 * Of the mutations that answer a referral or steer it, those that a front end may offer: allowed to the role, to this viewer,
 * in this state. What is offered may still be refused for what somebody does in between, or for the answers typed; of these,
 * what is not offered always is. Clocks, stages and mediators are not among them.
 */
export function offeredOnReferral(viewer: Viewer, referral: Referral): readonly string[] {
  const allowed = (events: Readonly<Record<string, ReferralEvent>>): readonly string[] =>
    Object.entries(events).flatMap(([name, event]) => (nextReferralStatus(referral.status, event) ? [name] : []));
  return [
    ...(mayHandle(viewer, referral) ? allowed(ANSWERS) : []),
    ...allowed(STEERING),
    ...(waitsForResend(referral) ? SENDING_AGAIN : []),
  ].filter((name) => mayUseRootField(viewer, name));
}

/** The same for what ends a case. */
export function offeredOnCase(viewer: Viewer, record: CaseHeader, name: 'withdrawCase' | 'rateCase'): boolean {
  const event: CaseEventType = name === 'withdrawCase' ? 'WITHDRAW' : 'RATE';
  return mayUseRootField(viewer, name) && nextCaseStatus(record.status, event) !== undefined;
}
