import { presentText } from '#connectors/kit/foreign-text.ts';
import { readWord } from '#connectors/kit/read-shape.ts';
import type { XmlElement } from '#connectors/kit/xml-writer.ts';
import { xmlElement } from '#connectors/kit/xml-writer.ts';
import type { EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { AgencyMessageUnreadableError } from '#domain/agencies/agency-errors.ts';
import type { LedgerStatus } from '#domain/agencies/agency-ledger.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import type { ReasonCode } from '#domain/referrals/referral.ts';
import type { BankReceipt } from './schema.ts';

/** Printed on the member's statement, which others read too: who pays, and not for what. */
const PURPOSE = '工会补助';

export type Order =
  | { readonly ok: true; readonly body: readonly XmlElement[] }
  | { readonly ok: false; readonly outcome: SendOutcome };

/**
 * A payment order (代发). Without a card nobody can be paid, so a person is asked for one as if the bank had said no; a
 * step that discloses no name or no amount is a fault of the plan.
 */
export function orderOf({ applicant, fields, referralId, issuedAt }: EffectMessage, key: EffectKey): Order {
  const card = fields['bankCard'];
  if (typeof card !== 'string') {
    return { ok: false, outcome: { kind: 'REFUSED', reasonCode: 'MATERIALS_INCOMPLETE', reason: '没有收款账户' } };
  }
  const [amount, ...others] = Object.entries(fields).filter(([field]) => field.startsWith('granted.'));
  if (!applicant.name || typeof amount?.[1] !== 'string' || others.length > 0) {
    const reason = 'bank: the step discloses no applicant.name or not one granted amount';
    return { ok: false, outcome: { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason } };
  }
  return {
    ok: true,
    body: [
      ...namesOf(referralId, key),
      xmlElement('户名', applicant.name),
      xmlElement('卡号', card),
      xmlElement('金额', amount[1]),
      xmlElement('币种', 'CNY'),
      xmlElement('摘要', PURPOSE),
      // Of the order, not of today: sent again after midnight it has to say the same.
      xmlElement('批次日期', localDateOf(issuedAt).replaceAll('-', '')),
    ],
  };
}

export function revocationOf({ referralId, note }: EffectMessage, key: EffectKey): readonly XmlElement[] {
  return [...namesOf(referralId, key), xmlElement('撤销原因', note ?? '')];
}

function namesOf(referralId: string, key: EffectKey): readonly XmlElement[] {
  return [xmlElement('业务流水号', key), xmlElement('委托编号', referralId)];
}

/** 应答码 of the bank's no. What says that we asked wrongly is not here. */
const REFUSALS: ReadonlyMap<string, { readonly reasonCode: ReasonCode; readonly reason: string }> = new Map([
  ['1001', { reasonCode: 'MATERIALS_INCOMPLETE', reason: '卡号或户名不合规' }],
  ['1002', { reasonCode: 'NOT_ACCEPTED', reason: '超过单笔限额' }],
  ['1003', { reasonCode: 'NOT_ACCEPTED', reason: '不受理代发' }],
  ['2001', { reasonCode: 'OTHER', reason: '批次已发送，不能撤销' }],
]);

/** 重复流水号内容不符 · 无此委托 · 报文不合规 · 缺少必填项 · 金额不合规 */
const ASKED_WRONGLY = new Set(['2002', '2003', '9001', '9002', '9003']);

/** Throws AgencyMessageUnreadableError for a code nobody told us about: whether it means paid is not ours to guess. */
export function sendOutcomeOfCode(code: string): SendOutcome {
  const refusal = REFUSALS.get(code);
  if (refusal) return { kind: 'REFUSED', ...refusal };
  if (!ASKED_WRONGLY.has(code)) throw new AgencyMessageUnreadableError('应答码: unknown word');
  return { kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: `bank: ${code}` };
}

export function sendOutcomeOfReceipt(receipt: BankReceipt, message: EffectMessage, key: EffectKey): SendOutcome {
  if (receipt.委托编号 !== message.referralId) throw new AgencyMessageUnreadableError('委托编号: another order');
  if (receipt.业务流水号 !== key) throw new AgencyMessageUnreadableError('业务流水号: another serial');
  return {
    // 已受理 says that the order lies in a batch, not that anybody was paid; only a revocation has its effect at once.
    kind: message.kind === 'RECALL' ? 'ACCEPTED' : 'RECEIVED',
    agencyReference: presentText(receipt.受理编号),
    businessStatus: presentText(receipt.状态),
  };
}

/** 已发送 is a word of theirs that nobody tells us otherwise: for us the order lies with the bank as before. */
const STATES: ReadonlyMap<string, LedgerStatus> = new Map([
  ['已受理', 'RECEIVED'],
  ['已发送', 'RECEIVED'],
  ['已撤销', 'RECALLED'],
  ['成功', 'COMPLETED'],
  ['失败', 'COMPLETED'],
]);

export function ledgerStatusOf(state: string): LedgerStatus {
  return readWord(STATES, state, '状态');
}
