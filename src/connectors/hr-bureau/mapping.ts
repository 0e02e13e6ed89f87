import { readWallTime } from '#connectors/kit/foreign-date.ts';
import { presentText, readNote } from '#connectors/kit/foreign-text.ts';
import { inNameOrder } from '#connectors/kit/json-body.ts';
import { plainText } from '#connectors/kit/plain-text.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import type { XmlElement } from '#connectors/kit/xml-writer.ts';
import { xmlElement } from '#connectors/kit/xml-writer.ts';
import type { AgencyRole } from '#domain/agencies/agency-code.ts';
import type { EffectKey, EffectMessage, MessageHandOver } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { AgencyEvent, ReferralReply } from '#domain/agencies/inbound-content.ts';
import type { InquiryOutcome, SendOutcome } from '#domain/agencies/send-outcome.ts';
import { AGREEMENT_FORCES } from '#domain/disputes/agreement-kinds.ts';
import type { StageEvent } from '#domain/disputes/dispute-stage.ts';
import { TERMINATION_REASON_NAMES } from '#domain/disputes/termination-reasons.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import type { HrInquiry, HrReceipt, HrResult } from './schema.ts';

/** 事项类别: which of the bureau's offices is meant. */
const MATTERS: Readonly<Partial<Record<AgencyRole, string>>> = {
  HR_ARBITRATION: '劳动人事争议仲裁',
  LABOUR_INSPECTION: '劳动保障监察',
  WORK_INJURY: '工伤认定',
  SOCIAL_INSURANCE: '社会保险业务',
  EMPLOYMENT_SERVICE: '公共就业服务',
};

export function effectBodyOf(message: EffectMessage, key: EffectKey): readonly XmlElement[] {
  const common = [xmlElement('外部流水号', key), xmlElement('转办单号', message.referralId)];
  if (message.kind === 'RECALL') return [...common, xmlElement('撤回原因', message.note ?? '')];
  if (message.kind === 'SUPPLEMENT') return [...common, xmlElement('补正说明', supplementNote(message))];
  const items = namedValues(message).map(([name, value]) =>
    xmlElement('项', [xmlElement('名称', name), xmlElement('值', value)]),
  );
  return [
    ...common,
    xmlElement('受理编号', message.acceptanceNo),
    xmlElement('事项类别', MATTERS[message.role] ?? ''),
    xmlElement('事项名称', message.serviceItemName),
    xmlElement('行政区划', message.divisionCode),
    xmlElement('申请人', [
      xmlElement('AAC003', message.applicant.name ?? ''),
      xmlElement('AAC002', message.applicant.residentId ?? ''),
      xmlElement('联系电话', message.applicant.phone ?? ''),
    ]),
    xmlElement('请求事项', items),
    ...(message.handOver ? [xmlElement('移交材料', message.handOver.steps.map(handedOverStep))] : []),
  ];
}

/** One step before: facts of procedure, and what both parties stated to be so. */
function handedOverStep(step: MessageHandOver['steps'][number]): XmlElement {
  return xmlElement('环节', [
    xmlElement('名称', step.name.zh),
    xmlElement('单位', step.agencyName),
    xmlElement('编号', step.agencyReference ?? ''),
    xmlElement('结果', step.outcomeName.zh),
    xmlElement('终结原因', step.terminationReason ? TERMINATION_REASON_NAMES[step.terminationReason].zh : ''),
    xmlElement('协议种类', step.agreementKind ? AGREEMENT_FORCES[step.agreementKind].name.zh : ''),
    xmlElement('受理日期', step.acceptedOn ?? ''),
    xmlElement('结束日期', step.endedOn),
    xmlElement('无争议事实', step.undisputedFacts ?? ''),
  ]);
}

/** The bureau's supplement has one text and no fields of its own, so corrected answers are written into it. */
function supplementNote(message: EffectMessage): string {
  return [message.note, ...namedValues(message).map(([name, value]) => `${name}：${value}`)].filter(Boolean).join('；');
}

function namedValues(message: EffectMessage): (readonly [string, string])[] {
  return Object.entries(inNameOrder(message.fields)).map(([name, value]) => [name, plainText(value)]);
}

/** The bureau's no, in its words. 报文不合规, 缺少必填项… and 查无此件 are not here: they say that we asked wrongly. */
const REFUSALS: ReadonlyMap<string, ReasonCode> = new Map([
  ['身份证号校验不通过', 'OTHER'],
  ['不属于受理范围', 'NOT_OUR_SCOPE'],
  ['已办结，不能撤回', 'OTHER'],
  ['未要求补正', 'OTHER'],
]);

const ASKED_WRONGLY = /^(报文不合规|缺少必填项|查无此件)/;

/** For an ERR other than OK. Throws AgencyMessageUnreadableError for words nobody told us about. */
export function sendOutcomeOfError(err: string): SendOutcome {
  const reasonCode = REFUSALS.get(err);
  if (reasonCode) return { kind: 'REFUSED', reasonCode, reason: err };
  const [known] = ASKED_WRONGLY.exec(err) ?? [];
  if (known) return { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: `hr-bureau: ${known}` };
  throw new AgencyMessageUnreadableError('ERR: unknown word');
}

export function sendOutcomeOfReceipt(receipt: HrReceipt, message: EffectMessage, key: EffectKey): SendOutcome {
  if (receipt.转办单号 !== message.referralId) throw new AgencyMessageUnreadableError('转办单号: another referral');
  if (receipt.外部流水号 !== key) throw new AgencyMessageUnreadableError('外部流水号: another effect');
  return {
    // 已登记 is a receipt; only a recall (已撤回) has its effect at once.
    kind: message.kind === 'RECALL' ? 'ACCEPTED' : 'RECEIVED',
    agencyReference: presentText(receipt.收件编号),
    businessStatus: presentText(receipt.办理状态),
  };
}

export function inquiryOutcomeOfAnswer(answer: HrInquiry, key: EffectKey): InquiryOutcome {
  if (answer.外部流水号 !== key) throw new AgencyMessageUnreadableError('外部流水号: another effect');
  if (answer.是否收件 === '否') return { kind: 'NOT_RECORDED' };
  return {
    kind: 'RECORDED',
    agencyReference: presentText(answer.收件编号),
    businessStatus: presentText(answer.办理状态),
  };
}

interface Meaning {
  readonly event: AgencyEvent;
  readonly outcome?: string;
  readonly reasonCode?: ReasonCode;
  readonly stage?: StageEvent;
}

const RESULTS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['已收件', { event: 'RECEIVE' }],
  ['已受理', { event: 'ACCEPT' }],
  ['组庭', { event: 'START', stage: 'FORM_TRIBUNAL' }],
  ['先行调解', { event: 'START', stage: 'MEDIATE_FIRST' }],
  ['开庭排期', { event: 'START', stage: 'HEAR' }],
  ['中止审理', { event: 'START', stage: 'SUSPEND' }],
  ['恢复审理', { event: 'START', stage: 'RESUME' }],
  ['延期审理', { event: 'START', stage: 'EXTEND' }],
  ['要求补正', { event: 'REQUEST_SUPPLEMENT', reasonCode: 'MATERIALS_INCOMPLETE' }],
  ['退回', { event: 'RETURN', reasonCode: 'OTHER' }],
  // The certificate of non-acceptance opens the way to court (劳动争议调解仲裁法 art. 29), whatever its grounds were.
  ['不予受理', { event: 'REFUSE', reasonCode: 'NOT_ACCEPTED' }],
  ['调解结案', { event: 'COMPLETE', outcome: 'MEDIATED' }],
  ['撤回申请', { event: 'COMPLETE', outcome: 'WITHDRAWN' }],
  ['办结', { event: 'COMPLETE', outcome: 'HANDLED' }],
]);

/** 处理结果 of a matter that is 办结; without one nobody can say more than HANDLED. */
const HANDLED: ReadonlyMap<string, string> = new Map([
  ['责令支付', 'ORDERED_TO_PAY'],
  ['未发现违法', 'NO_VIOLATION'],
  ['移送其他机关', 'TRANSFERRED_OUT'],
  ['认定工伤', 'RECOGNISED'],
  ['不予认定', 'NOT_RECOGNISED'],
  ['核准待遇', 'BENEFIT_GRANTED'],
  ['不予核准', 'BENEFIT_DENIED'],
  ['已就业', 'PLACED'],
  ['已培训', 'TRAINED'],
  ['暂无匹配', 'NO_MATCH'],
]);

/** 裁决类型 (劳动争议调解仲裁法 art. 47): after a final award only the employer is kept from suing. */
const AWARDS: ReadonlyMap<string, string> = new Map([
  ['终局', 'AWARDED_FINAL'],
  ['非终局', 'AWARDED_NON_FINAL'],
]);

const RETURN_GROUNDS: ReadonlyMap<string, ReasonCode> = new Map([
  ['材料不全', 'MATERIALS_INCOMPLETE'],
  ['无管辖权', 'NO_JURISDICTION'],
  ['不属于受理范围', 'NOT_OUR_SCOPE'],
]);

export function replyOf(result: HrResult): ReferralReply {
  const meaning = meaningOf(result);
  const ground = presentText(result.原因);
  return {
    kind: 'REFERRAL_REPLY',
    referralId: result.转办单号,
    event: meaning.event,
    // 序号 rises over all matters of the bureau, and so within each.
    sequence: Number(result.序号),
    occurredAt: readWallTime(result.办理时间, '办理时间'),
    agencyReference: presentText(result.案号) ?? presentText(result.收件编号),
    businessStatus: [result.办理状态.trim(), presentText(result.裁决类型), presentText(result.处理结果)]
      .filter(Boolean)
      .join('·'),
    outcome: meaning.outcome,
    stage: meaning.stage,
    reasonCode:
      meaning.event === 'RETURN' ? (RETURN_GROUNDS.get(ground ?? '') ?? meaning.reasonCode) : meaning.reasonCode,
    note: readNote(ground),
  };
}

/** What a 办理状态 means alone. Throws AgencyMessageUnreadableError for a word nobody told us about. */
export function eventOfState(state: string): AgencyEvent {
  return state.trim() === '裁决' ? 'COMPLETE' : readWord(RESULTS, state, '办理状态').event;
}

function meaningOf(result: HrResult): Meaning {
  const done = presentText(result.处理结果);
  if (result.办理状态.trim() === '办结' && done !== undefined)
    return { event: 'COMPLETE', outcome: readWord(HANDLED, done, '处理结果') };
  if (result.办理状态.trim() !== '裁决') return readWord(RESULTS, result.办理状态, '办理状态');
  return { event: 'COMPLETE', outcome: readWord(AWARDS, result.裁决类型 ?? '', '裁决类型') };
}
