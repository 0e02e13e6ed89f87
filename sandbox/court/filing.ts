import type { BehaviourSetting } from '../kit/behaviour.ts';
import { beijingYear } from '../kit/beijing-time.ts';
import type { EffectKind } from '../kit/entries.ts';
import type { JsonBody } from '../kit/json-body.ts';
import { digestOf, type NewEffect, type Office } from '../kit/office.ts';
import type { Matter } from '../kit/register.ts';
import { hasValidCheckDigit } from '../kit/resident-id.ts';
import { json, type Reply } from '../kit/wire.ts';
import { AFTER_SUPPLEMENT, isSubject, scriptFor } from './scenarios.ts';
import { COURT_CODE } from './trade.ts';

/** 立案材料接收: takes a matter in; the decision comes later by webhook. */
export function takeIn(office: Office, body: JsonBody, met: BehaviourSetting): Reply {
  const missing = ['wybs', 'zbdh', 'fydm', 'sqr.sfzh'].find((field) => !body.text(field));
  if (missing) return refuse(400, 4000, `缺少必填项：${missing}`, body);
  const repeated = answerRepeated(office, body);
  if (repeated) return repeated;
  const residentId = body.text('sqr.sfzh') ?? '';
  if (!hasValidCheckDigit(residentId)) return refuse(422, 4221, '身份证号校验不通过', body);
  if (body.text('fydm') !== COURT_CODE) return refuse(422, 4222, '不属于本院管辖', body);
  if (met.mode === 'refuse') return refuse(422, 4223, '不属于人民法院受理范围', body);
  const subject = body.text('sqlx');
  if (subject !== undefined && !isSubject(subject)) return refuse(400, 4000, '申请类型不正确', body);
  const effect = newEffect(body, 'DISPATCH', nextIntakeNumber(office));
  const script = scriptFor(residentId, subject);
  office.record({ ...effect, script, subject, handOver: body.content['yjcl'], silenced: met.mode === 'silent' });
  return confirmation(effect);
}

/** 立案撤回 */
export function recall(office: Office, body: JsonBody): Reply {
  return actOnMatter(office, body, 'RECALL', (matter) => {
    if (matter.over) return refuse(422, 4224, '已办结，不能撤回', body);
    const effect = newEffect(body, 'RECALL', matter.intakeNumber);
    office.record(effect);
    return confirmation(effect);
  });
}

/** 补正材料 */
export function supplement(office: Office, body: JsonBody): Reply {
  return actOnMatter(office, body, 'SUPPLEMENT', (matter) => {
    if (matter.status !== '要求补正') return refuse(422, 4225, '未要求补正', body);
    const effect = newEffect(body, 'SUPPLEMENT', matter.intakeNumber);
    office.record({ ...effect, script: AFTER_SUPPLEMENT });
    return confirmation(effect);
  });
}

function actOnMatter(office: Office, body: JsonBody, kind: EffectKind, act: (matter: Matter) => Reply): Reply {
  const missing = ['wybs', 'zbdh'].find((field) => !body.text(field));
  if (missing) return refuse(400, 4000, `缺少必填项：${missing}`, body);
  const repeated = answerRepeated(office, body, kind);
  if (repeated) return repeated;
  const matter = office.register.mattersOf(body.text('zbdh') ?? '').at(-1);
  return matter ? act(matter) : refuse(404, 4040, '查无此件', body);
}

/** The promise of 唯一标识: the same key and content get the same answer and have no second effect. */
function answerRepeated(office: Office, body: JsonBody, kind: EffectKind = 'DISPATCH'): Reply | undefined {
  const key = body.text('wybs') ?? '';
  const earlier = office.register.effectOf(key);
  if (!earlier) return undefined;
  if (earlier.kind !== kind || earlier.digest !== digestOf(body.content))
    return refuse(409, 4090, '唯一标识已用于其他内容', body);
  office.register.write({ t: 'repeat', key });
  return confirmation(earlier);
}

function newEffect(body: JsonBody, kind: EffectKind, intakeNumber: string): NewEffect {
  const [key = '', referralId = ''] = [body.text('wybs'), body.text('zbdh')];
  return { key, kind, referralId, intakeNumber, digest: digestOf(body.content), script: [] };
}

const CONFIRMATIONS = {
  DISPATCH: { code: 202, msg: '材料已接收', ajzt: '材料已接收' },
  RECALL: { code: 200, msg: '已撤回', ajzt: '已撤回' },
  SUPPLEMENT: { code: 202, msg: '补正材料已接收', ajzt: '补正材料已接收' },
};

function confirmation({
  key,
  kind,
  referralId,
  intakeNumber,
}: Pick<NewEffect, 'key' | 'kind' | 'referralId' | 'intakeNumber'>): Reply {
  const { code, msg, ajzt } = CONFIRMATIONS[kind];
  return json(code, { code, msg, data: { wybs: key, zbdh: referralId, jsbh: intakeNumber, ajzt } });
}

function nextIntakeNumber(office: Office): string {
  const running = String(office.register.matters.size + 1).padStart(8, '0');
  return `JS9901${beijingYear(new Date())}${running}`;
}

function refuse(status: number, code: number, msg: string, body: JsonBody): Reply {
  const zbdh = body.text('zbdh');
  return json(status, { code, msg, data: zbdh === undefined ? null : { zbdh } });
}
