import type { BehaviourSetting } from '../kit/behaviour.ts';
import type { Details, EffectKind } from '../kit/entries.ts';
import { digestOf, type NewEffect, type Office } from '../kit/office.ts';
import type { Reply } from '../kit/wire.ts';
import { openBatch } from './batches.ts';
import { LIMIT_FEN } from './scenarios.ts';
import { RECEIVED } from './trade.ts';
import { answer, childText, element, type XmlNode } from './xml.ts';

const PAYEE = ['户名', '卡号', '金额', '摘要', '批次日期'];

/** DF01 代发受理: the order goes into the batch that is open. */
export function takeOrder(office: Office, body: XmlNode, met: BehaviourSetting): Reply {
  if (lacks(body, [...PAYEE, '币种'])) return answer('DF01', 'missing');
  const repeated = answerRepeated(office, 'DF01', body, 'DISPATCH');
  if (repeated) return repeated;
  const order = Object.fromEntries(PAYEE.map((field) => [field, childText(body, field) ?? '']));
  if (!/^(0|[1-9]\d{0,12})\.\d{2}$/.test(order['金额'] ?? '')) return answer('DF01', 'badAmount');
  if (!/^\d{16,19}$/.test(order['卡号'] ?? '')) return answer('DF01', 'badAccount');
  if (fenOf(order) > LIMIT_FEN) return answer('DF01', 'overLimit');
  if (met.mode === 'refuse' || isRevoked(office, body)) return answer('DF01', 'notTaken');
  const { batchNo, orders } = openBatch(office.register, new Date());
  const effect = newEffect(body, 'DISPATCH', `${batchNo}-${String(orders.length + 1).padStart(6, '0')}`);
  office.record({ ...effect, order });
  return confirmation('DF01', effect, RECEIVED);
}

/**
 * DF02 代发撤销: as long as the batch has not been sent. An order that never came is revoked as well: should it still come, it
 * is not taken.
 */
export function revokeOrder(office: Office, body: XmlNode): Reply {
  if (lacks(body, [])) return answer('DF02', 'missing');
  const repeated = answerRepeated(office, 'DF02', body, 'RECALL');
  if (repeated) return repeated;
  const matter = office.register.mattersOf(childText(body, '委托编号') ?? '').at(-1);
  if (matter && (matter.over || matter.status !== RECEIVED)) return answer('DF02', 'sentAlready');
  const effect = newEffect(body, 'RECALL', matter?.intakeNumber ?? '');
  office.record(effect);
  return confirmation('DF02', effect, '已撤销');
}

/** A serial is good once: the same order under it gets the first answer, another one is refused. */
function answerRepeated(office: Office, transaction: string, body: XmlNode, kind: EffectKind): Reply | undefined {
  const key = childText(body, '业务流水号') ?? '';
  const earlier = office.register.effectOf(key);
  if (!earlier) return undefined;
  if (earlier.kind !== kind || earlier.digest !== digestOf(body)) return answer(transaction, 'otherContent');
  office.register.write({ t: 'repeat', key });
  return confirmation(transaction, earlier, kind === 'RECALL' ? '已撤销' : RECEIVED);
}

function isRevoked({ register }: Office, body: XmlNode): boolean {
  return register.effects.some(
    ({ kind, referralId }) => kind === 'RECALL' && referralId === childText(body, '委托编号'),
  );
}

function lacks(body: XmlNode, more: readonly string[]): boolean {
  return ['业务流水号', '委托编号', ...more].some((field) => !childText(body, field));
}

function fenOf(order: Details): bigint {
  return BigInt((order['金额'] ?? '').replace('.', ''));
}

function newEffect(body: XmlNode, kind: EffectKind, intakeNumber: string): NewEffect {
  const [key = '', referralId = ''] = [childText(body, '业务流水号'), childText(body, '委托编号')];
  return { key, kind, referralId, intakeNumber, digest: digestOf(body), script: [] };
}

function confirmation(
  transaction: string,
  { key, referralId, intakeNumber }: Pick<NewEffect, 'key' | 'referralId' | 'intakeNumber'>,
  status: string,
): Reply {
  return answer(transaction, 'accepted', [
    element('业务流水号', key),
    element('委托编号', referralId),
    element('批次号', intakeNumber.slice(0, intakeNumber.lastIndexOf('-'))),
    element('受理编号', intakeNumber),
    element('状态', status),
  ]);
}
