import type { BehaviourSetting } from '../kit/behaviour.ts';
import { beijingYear } from '../kit/beijing-time.ts';
import type { EffectKind } from '../kit/entries.ts';
import type { JsonBody } from '../kit/json-body.ts';
import { digestOf, type NewEffect, type Office } from '../kit/office.ts';
import type { Matter } from '../kit/register.ts';
import { hasValidCheckDigit } from '../kit/resident-id.ts';
import type { Reply } from '../kit/wire.ts';
import { fail, succeed } from './envelope.ts';
import { AFTER_SUPPLEMENT, scriptFor } from './scenarios.ts';

const LONGEST_MSGID = 30;

/** YZ01 医疗救助转介 */
export function takeIn(office: Office, body: JsonBody, met: BehaviourSetting): Reply {
  const fault = faultOf(body, ['input.psninfo.certno']);
  if (fault) return refuse(fault, body);
  const repeated = answerRepeated(office, body, 'DISPATCH');
  if (repeated) return repeated;
  const residentId = body.text('input.psninfo.certno') ?? '';
  if (!hasValidCheckDigit(residentId)) return refuse('身份证号校验不通过', body);
  if (met.mode === 'refuse') return refuse('不属于医疗救助范围', body);
  const acceptNo = `YLJZ${beijingYear(new Date())}${String(office.register.matters.size + 1).padStart(6, '0')}`;
  const effect = newEffect(body, 'DISPATCH', acceptNo);
  office.record({ ...effect, script: scriptFor(residentId), silenced: met.mode === 'silent' });
  return confirmation(effect);
}

/** YZ02 撤销转介 */
export function recall(office: Office, body: JsonBody): Reply {
  return actOnMatter(office, body, 'RECALL', (matter) => {
    if (matter.over) return refuse('已办结，不能撤销', body);
    const effect = newEffect(body, 'RECALL', matter.intakeNumber);
    office.record(effect);
    return confirmation(effect);
  });
}

/** YZ03 补充材料 */
export function supplement(office: Office, body: JsonBody): Reply {
  return actOnMatter(office, body, 'SUPPLEMENT', (matter) => {
    if (matter.status !== '要求补充') return refuse('未要求补充材料', body);
    const effect = newEffect(body, 'SUPPLEMENT', matter.intakeNumber);
    office.record({ ...effect, script: AFTER_SUPPLEMENT });
    return confirmation(effect);
  });
}

function actOnMatter(office: Office, body: JsonBody, kind: EffectKind, act: (matter: Matter) => Reply): Reply {
  const fault = faultOf(body, []);
  if (fault) return refuse(fault, body);
  const repeated = answerRepeated(office, body, kind);
  if (repeated) return repeated;
  const matter = office.register.mattersOf(body.text('input.referral_no') ?? '').at(-1);
  return matter ? act(matter) : refuse('无此转介', body);
}

function faultOf(body: JsonBody, more: readonly string[]): string | undefined {
  const missing = ['infno', 'msgid', 'input.outer_no', 'input.referral_no', ...more].find((field) => !body.text(field));
  if (missing) return `缺少必填项：${missing}`;
  return (body.text('msgid') ?? '').length > LONGEST_MSGID ? 'msgid超长' : undefined;
}

/** A msgid is good once: the same message under it gets the first answer, another one is refused. */
function answerRepeated(office: Office, body: JsonBody, kind: EffectKind): Reply | undefined {
  const key = body.text('msgid') ?? '';
  const earlier = office.register.effectOf(key);
  if (!earlier) return undefined;
  if (earlier.kind !== kind || earlier.digest !== digestOf(body.content['input']))
    return refuse('msgid已用于其他报文', body);
  office.register.write({ t: 'repeat', key });
  return confirmation(earlier);
}

function newEffect(body: JsonBody, kind: EffectKind, intakeNumber: string): NewEffect {
  const [key = '', referralId = ''] = [body.text('msgid'), body.text('input.referral_no')];
  const outerNo = body.text('input.outer_no');
  return { key, kind, referralId, intakeNumber, outerNo, digest: digestOf(body.content['input']), script: [] };
}

const STATES: Readonly<Record<EffectKind, string>> = {
  DISPATCH: '已接收',
  RECALL: '已撤销',
  SUPPLEMENT: '补充材料已接收',
};

function confirmation(effect: Pick<NewEffect, 'key' | 'kind' | 'referralId' | 'intakeNumber'>): Reply {
  return succeed({
    msgid: effect.key,
    referral_no: effect.referralId,
    accept_no: effect.intakeNumber,
    stas: STATES[effect.kind],
  });
}

function refuse(message: string, body: JsonBody): Reply {
  return fail(message, body.text('input.referral_no'));
}
