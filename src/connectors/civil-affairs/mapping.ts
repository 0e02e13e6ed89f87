import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { presentText, readNote } from '#connectors/kit/foreign-text.ts';
import { inNameOrder } from '#connectors/kit/json-body.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import type { EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { AgencyEvent, ReferralReply } from '#domain/agencies/inbound-content.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import type { CivilCheckResult, CivilReceipt } from './schema.ts';

/** The body of an effect in the bureau's keys. Only what the plan's step discloses is in the message at all. */
export function effectBodyOf(message: EffectMessage, key: EffectKey): object {
  const common = { outerNo: key, referralNo: message.referralId };
  if (message.kind === 'RECALL') return { ...common, reason: message.note ?? '' };
  if (message.kind === 'SUPPLEMENT')
    return { ...common, remark: message.note ?? '', items: inNameOrder(message.fields) };
  return {
    ...common,
    // The bureau takes a check unless told otherwise.
    ...(message.role === 'CIVIL_AFFAIRS_ASSISTANCE' && { bizType: '救助申请' }),
    acceptNo: message.acceptanceNo,
    itemCode: message.serviceItemCode,
    itemName: message.serviceItemName,
    divisionCode: message.divisionCode,
    submitTime: message.issuedAt.toISOString(),
    applicant: { name: message.applicant.name, idCard: message.applicant.residentId, phone: message.applicant.phone },
    items: inNameOrder(message.fields),
  };
}

/** The bureau's no. 报文不是合法的JSON, 缺少必填项… and 查无此核对 are not here: they say that we asked wrongly. */
const REFUSALS: ReadonlyMap<string, ReasonCode> = new Map([
  ['身份证号校验不通过', 'OTHER'],
  ['不属于核对范围', 'NOT_OUR_SCOPE'],
  ['核对已完成，不能撤销', 'OTHER'],
  ['未要求补充材料', 'OTHER'],
]);

const ASKED_WRONGLY = /^(报文不是合法的JSON|缺少必填项|查无此核对)/;

/**
 * For code "-1". Throws AgencyMessageUnreadableError for words nobody told us about: whether they mean that nothing was
 * recorded is not ours to guess.
 */
export function sendOutcomeOfError(msg: string | null | undefined): SendOutcome {
  const words = presentText(msg) ?? '';
  const reasonCode = REFUSALS.get(words);
  if (reasonCode) return { kind: 'REFUSED', reasonCode, reason: words };
  const [known] = ASKED_WRONGLY.exec(words) ?? [];
  if (known) return { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: `civil-affairs: ${known}` };
  throw new AgencyMessageUnreadableError('msg: unknown word');
}

export function sendOutcomeOfReceipt(receipt: CivilReceipt, message: EffectMessage, key: EffectKey): SendOutcome {
  if (receipt.referralNo !== message.referralId)
    throw new AgencyMessageUnreadableError('data.referralNo: another referral');
  if (receipt.outerNo !== key) throw new AgencyMessageUnreadableError('data.outerNo: another effect');
  return {
    // 已接收 is the receipt; only a cancellation (已撤销) has its effect at once.
    kind: message.kind === 'RECALL' ? 'ACCEPTED' : 'RECEIVED',
    agencyReference: presentText(receipt.checkNo),
    businessStatus: presentText(receipt.state),
  };
}

interface Meaning {
  readonly event: AgencyEvent;
  readonly reasonCode?: ReasonCode;
}

export const STATES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['核对中', { event: 'ACCEPT' }],
  ['要求补充', { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' }],
  ['退回', { event: 'RETURN', reasonCode: 'OTHER' }],
  ['核对完成', { event: 'COMPLETE' }],
  ['审核中', { event: 'ACCEPT' }],
  ['审批完成', { event: 'COMPLETE' }],
]);

/** 核对结论 (社会救助暂行办法 art. 58) and 审批结论. */
const CONCLUSIONS: ReadonlyMap<string, string> = new Map([
  ['符合', 'CHECKED_ELIGIBLE'],
  ['不符合', 'CHECKED_INELIGIBLE'],
  ['批准', 'GRANTED'],
  ['不予批准', 'DENIED'],
]);

const RETURN_GROUNDS: ReadonlyMap<string, ReasonCode> = new Map([
  // Without the 《核对授权书》 signed by every adult of the household the bureau may not check anybody.
  ['授权书缺失', 'AUTHORISATION_MISSING'],
  ['材料不全', 'MATERIALS_INCOMPLETE'],
  ['不属于核对范围', 'NOT_OUR_SCOPE'],
]);

export function replyOf(result: CivilCheckResult): ReferralReply {
  const { event, reasonCode } = readWord(STATES, result.state, 'state');
  const ground = presentText(result.reason);
  const conclusion = presentText(result.conclusion);
  return {
    kind: 'REFERRAL_REPLY',
    referralId: result.referralNo,
    event,
    sequence: result.seq,
    occurredAt: readWallTime(result.finishTime, 'finishTime'),
    agencyReference: presentText(result.checkNo),
    businessStatus: [result.state.trim(), conclusion, presentText(result.category)].filter(Boolean).join('·'),
    outcome: event === 'COMPLETE' ? readWord(CONCLUSIONS, conclusion ?? '', 'conclusion') : undefined,
    reasonCode: event === 'RETURN' ? (RETURN_GROUNDS.get(ground ?? '') ?? reasonCode) : reasonCode,
    note: readNote(ground),
  };
}
