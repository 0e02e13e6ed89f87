import { createHash } from 'node:crypto';
import { AgencyExchangeError } from '#connectors/kit/agency-exchange-error.ts';
import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { readCount } from '#connectors/kit/foreign-number.ts';
import { presentText, readNote } from '#connectors/kit/foreign-text.ts';
import { inNameOrder } from '#connectors/kit/json-body.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import type { DisclosedValue, EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { AgencyEvent, ReferralReply } from '#domain/agencies/inbound-content.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import type { MedicalReceipt, MedicalResult } from './schema.ts';

/** The envelope holds 30 characters, which our keys are too long for; the same key always gives the same number. */
export function msgidOf(key: EffectKey): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 30);
}

/** What stands in `input`. Only what the plan's step discloses is in the message at all. */
export function inputOf(message: EffectMessage, key: EffectKey): object {
  const common = { outer_no: key, referral_no: message.referralId };
  if (message.kind === 'RECALL') return { ...common, rea: message.note ?? '' };
  if (message.kind === 'SUPPLEMENT') return { ...common, memo: message.note ?? '', items: itemsOf(message) };
  return {
    ...common,
    outer_accept_no: message.acceptanceNo,
    item_code: message.serviceItemCode,
    item_name: message.serviceItemName,
    division_code: message.divisionCode,
    psninfo: { psn_name: message.applicant.name, certno: message.applicant.residentId, tel: message.applicant.phone },
    items: itemsOf(message),
  };
}

/** Numbers are text in every message of the medical insurance. */
function itemsOf({ fields }: EffectMessage): Readonly<Record<string, DisclosedValue>> {
  const texts = Object.entries(fields).map(
    ([field, value]) => [field, typeof value === 'number' ? String(value) : value] as const,
  );
  return inNameOrder(Object.fromEntries(texts));
}

/** The bureau's no. What says that we asked wrongly is not here. */
const REFUSALS: ReadonlyMap<string, ReasonCode> = new Map([
  ['身份证号校验不通过', 'OTHER'],
  ['参保地不在本统筹区', 'NO_JURISDICTION'],
  ['不属于医疗救助范围', 'NOT_OUR_SCOPE'],
  ['已办结，不能撤销', 'OTHER'],
  ['未要求补充材料', 'OTHER'],
]);

const ASKED_WRONGLY = /^(报文不是合法的JSON|缺少必填项|msgid已用于其他报文|msgid超长|无此转介)/;
const BUSY = '系统繁忙，请稍后再试';

/**
 * For infcode "-1". Throws AgencyExchangeError when the bureau is busy and surely recorded nothing, and
 * AgencyMessageUnreadableError for words nobody told us about: what they mean is not ours to guess.
 */
export function sendOutcomeOfError(message: string | null | undefined): SendOutcome {
  const words = presentText(message) ?? '';
  if (words === BUSY) {
    throw new AgencyExchangeError('SERVER_ERROR', 'medical-insurance: busy', { recorded: 'NO' });
  }
  const reasonCode = REFUSALS.get(words);
  if (reasonCode) return { kind: 'REFUSED', reasonCode, reason: words };
  const [known] = ASKED_WRONGLY.exec(words) ?? [];
  if (known) return { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: `medical-insurance: ${known}` };
  throw new AgencyMessageUnreadableError('err_msg: unknown word');
}

/** For infcode "-1" to a question, which records nothing. */
export function noToQuestion(message: string | null | undefined): AgencyExchangeError {
  if (presentText(message) === BUSY) {
    return new AgencyExchangeError('SERVER_ERROR', 'medical-insurance: busy', { recorded: 'NO' });
  }
  return new AgencyExchangeError('REJECTED_REQUEST', 'medical-insurance: we asked wrongly', {
    recorded: 'NO',
    blameAgency: false,
  });
}

export function sendOutcomeOfReceipt(receipt: MedicalReceipt, message: EffectMessage, key: EffectKey): SendOutcome {
  if (receipt.referral_no !== message.referralId)
    throw new AgencyMessageUnreadableError('output.referral_no: another referral');
  if (receipt.msgid !== msgidOf(key)) throw new AgencyMessageUnreadableError('output.msgid: another message');
  return {
    // 已接收 is the receipt; only a recall (已撤销) has its effect at once.
    kind: message.kind === 'RECALL' ? 'ACCEPTED' : 'RECEIVED',
    agencyReference: presentText(receipt.accept_no),
    businessStatus: presentText(receipt.stas),
  };
}

interface Meaning {
  readonly event: AgencyEvent;
  readonly reasonCode?: ReasonCode;
}

const STATES: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['已受理', { event: 'ACCEPT' }],
  ['审核中', { event: 'START' }],
  ['要求补充', { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' }],
  ['退回', { event: 'RETURN', reasonCode: 'OTHER' }],
  ['办结', { event: 'COMPLETE' }],
]);

const RESULTS: ReadonlyMap<string, string> = new Map([
  ['予以救助', 'ASSISTED'],
  ['不予救助', 'NOT_ASSISTED'],
]);

const RETURN_GROUNDS: ReadonlyMap<string, ReasonCode> = new Map([
  ['材料不全', 'MATERIALS_INCOMPLETE'],
  ['参保地不在本统筹区', 'NO_JURISDICTION'],
]);

export function replyOf(result: MedicalResult): ReferralReply {
  const { event, reasonCode } = readWord(STATES, result.stas, 'stas');
  const ground = presentText(result.rea);
  const decision = presentText(result.rslt);
  return {
    kind: 'REFERRAL_REPLY',
    referralId: result.referral_no,
    event,
    sequence: readCount(result.seq, 'seq'),
    occurredAt: readWallTime(result.opt_time, 'opt_time'),
    agencyReference: presentText(result.accept_no),
    businessStatus: [result.stas.trim(), decision].filter(Boolean).join('·'),
    outcome: event === 'COMPLETE' ? readWord(RESULTS, decision ?? '', 'rslt') : undefined,
    reasonCode: event === 'RETURN' ? (RETURN_GROUNDS.get(ground ?? '') ?? reasonCode) : reasonCode,
    note: readNote(ground),
  };
}
