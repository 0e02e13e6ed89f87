import { presentText, readNote } from '#connectors/kit/foreign-text.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import type { EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { AgencyEvent, ReferralReply } from '#domain/agencies/inbound-content.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import type { AidProgress, ApplicationResult } from './schema.ts';

/** Codes that are a no of ours as well; any other is a no without a reason we could name. */
const DECLINES: ReadonlyMap<string, ReasonCode> = new Map([
  ['NO_JURISDICTION', 'NO_JURISDICTION'], // 不属于本中心管辖
  ['NOT_IN_SCOPE', 'NOT_OUR_SCOPE'], // 不属于法律援助范围
]);

export function sendOutcomeOf(result: ApplicationResult, message: EffectMessage, key: EffectKey): SendOutcome {
  if (result.__typename === 'ApplicationDeclined') {
    return { kind: 'REFUSED', reasonCode: DECLINES.get(result.code) ?? 'OTHER', reason: readNote(result.message) };
  }
  if (result.referralNo !== message.referralId) throw new AgencyMessageUnreadableError('referralNo: another referral');
  if (result.idempotencyKey !== key) throw new AgencyMessageUnreadableError('idempotencyKey: another effect');
  return {
    // A receipt is 已登记 and no decision; only a withdrawal has its effect at once.
    kind: message.kind === 'RECALL' ? 'ACCEPTED' : 'RECEIVED',
    agencyReference: result.applicationNo,
    businessStatus: presentText(result.statusName),
  };
}

interface Meaning {
  readonly event: AgencyEvent;
  readonly outcome?: string;
  readonly reasonCode?: ReasonCode;
}

export const PROGRESS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['已收到', { event: 'RECEIVE' }],
  // Reviewing is no milestone of ours: were it START, the grant after it would come too late to be one, and the seven
  // days of review (法律援助法 art. 43) would end with their beginning.
  ['审查中', { event: 'RECEIVE' }],
  ['一次性告知补充材料', { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' }],
  ['决定给予援助', { event: 'ACCEPT' }],
  ['已指派律师', { event: 'START' }],
  ['不予援助', { event: 'REFUSE', reasonCode: 'NOT_ACCEPTED' }],
  ['办结', { event: 'COMPLETE', outcome: 'AID_GIVEN' }],
  ['终止援助', { event: 'COMPLETE', outcome: 'AID_TERMINATED' }],
]);

/** Grounds (理由) that say more than the status; others keep what the status implies, and are shown as the note. */
const GROUNDS: ReadonlyMap<string, ReasonCode> = new Map([
  ['不属于法律援助范围', 'NOT_OUR_SCOPE'],
  ['不属于本中心管辖', 'NO_JURISDICTION'],
]);

export function replyOf(progress: AidProgress): ReferralReply {
  const { event, outcome, reasonCode } = readWord(PROGRESS, progress.status, 'status');
  const ground = presentText(progress.reason);
  const assignee = presentText(progress.assignee);
  return {
    kind: 'REFERRAL_REPLY',
    referralId: progress.referralNo,
    event,
    sequence: progress.seq,
    occurredAt: progress.occurredAt ? new Date(progress.occurredAt) : undefined,
    agencyReference: presentText(progress.applicationNo),
    businessStatus: progress.status.trim(),
    outcome,
    reasonCode: reasonCode && (GROUNDS.get(ground ?? '') ?? reasonCode),
    note: readNote([assignee && `承办 ${assignee}`, ground, presentText(progress.remark)].filter(Boolean).join('；')),
  };
}
