import type { BehaviourSetting } from '../kit/behaviour.ts';
import { beijingYear } from '../kit/beijing-time.ts';
import type { EffectKind } from '../kit/entries.ts';
import type { JsonBody } from '../kit/json-body.ts';
import { digestOf, type NewEffect, type Office } from '../kit/office.ts';
import type { Matter } from '../kit/register.ts';
import { hasValidCheckDigit } from '../kit/resident-id.ts';
import type { Reply } from '../kit/wire.ts';
import { fail, succeed } from './envelope.ts';
import { AFTER_SUPPLEMENT, APPLICATION, scriptFor } from './scenarios.ts';

/** 家庭经济状况核对委托: every request makes a check, and there is no way to ask afterwards. */
export function takeIn(office: Office, body: JsonBody, met: BehaviourSetting): Reply {
  const missing = ['outerNo', 'referralNo', 'applicant.idCard'].find((field) => !body.text(field));
  if (missing) return refuse(`缺少必填项：${missing}`, body);
  const residentId = body.text('applicant.idCard') ?? '';
  if (!hasValidCheckDigit(residentId)) return refuse('身份证号校验不通过', body);
  if (met.mode === 'refuse') return refuse('不属于核对范围', body);
  const checkNo = `HD${beijingYear(new Date())}${String(office.register.matters.size + 1).padStart(6, '0')}`;
  const effect = newEffect(body, 'DISPATCH', checkNo);
  const subject = body.text('bizType');
  if (subject !== undefined && subject !== APPLICATION) return refuse('不属于核对范围', body);
  const script = scriptFor(residentId, subject);
  office.record({ ...effect, script, subject, silenced: met.mode === 'silent' });
  return confirmation(effect, '已接收');
}

/** 撤销核对 */
export function recall(office: Office, body: JsonBody): Reply {
  return actOnMatter(office, body, (matter) => {
    const open = office.register.mattersOf(matter.referralId).filter((each) => !each.over);
    if (open.length === 0 && !matter.recalled) return refuse('核对已完成，不能撤销', body);
    const effect = newEffect(body, 'RECALL', matter.intakeNumber);
    office.record(effect);
    return confirmation(effect, '已撤销');
  });
}

/** 补充材料 */
export function supplement(office: Office, body: JsonBody): Reply {
  return actOnMatter(office, body, (matter) => {
    if (matter.status !== '要求补充') return refuse('未要求补充材料', body);
    const effect = newEffect(body, 'SUPPLEMENT', matter.intakeNumber);
    office.record({ ...effect, script: AFTER_SUPPLEMENT });
    return confirmation(effect, '补充材料已接收');
  });
}

function actOnMatter(office: Office, body: JsonBody, act: (matter: Matter) => Reply): Reply {
  const missing = ['outerNo', 'referralNo'].find((field) => !body.text(field));
  if (missing) return refuse(`缺少必填项：${missing}`, body);
  const matter = office.register.mattersOf(body.text('referralNo') ?? '').at(-1);
  return matter ? act(matter) : refuse('查无此核对', body);
}

function newEffect(body: JsonBody, kind: EffectKind, intakeNumber: string): NewEffect {
  const [key = '', referralId = ''] = [body.text('outerNo'), body.text('referralNo')];
  return { key, kind, referralId, intakeNumber, digest: digestOf(body.content), script: [] };
}

function confirmation({ key, referralId, intakeNumber }: NewEffect, state: string): Reply {
  return succeed(state, { checkNo: intakeNumber, referralNo: referralId, outerNo: key, state });
}

function refuse(msg: string, body: JsonBody): Reply {
  return fail(msg, body.text('referralNo'));
}
