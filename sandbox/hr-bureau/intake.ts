import type { BehaviourSetting } from '../kit/behaviour.ts';
import { beijingYear } from '../kit/beijing-time.ts';
import type { EffectKind } from '../kit/entries.ts';
import { digestOf, type NewEffect, type Office } from '../kit/office.ts';
import type { Matter } from '../kit/register.ts';
import { hasValidCheckDigit } from '../kit/resident-id.ts';
import type { Reply } from '../kit/wire.ts';
import { AFTER_SUPPLEMENT, scriptFor, SUBJECTS } from './scenarios.ts';
import { answer, childNode, childText, element, type XmlNode } from './xml.ts';

/** 申请接收: every request makes a record, whatever its 外部流水号. */
export function takeIn(office: Office, body: XmlNode, met: BehaviourSetting): Reply {
  const applicant = childNode(body, '申请人');
  const residentId = childText(applicant, 'AAC002');
  const subject = childText(body, '事项类别');
  const missing = missingField(body, ['外部流水号', '转办单号', '事项类别']) ?? (residentId ? undefined : 'AAC002');
  if (missing || !residentId || !subject) return refuse('ZC01', `缺少必填项：${missing}`, body);
  if (!hasValidCheckDigit(residentId)) return refuse('ZC01', '身份证号校验不通过', body);
  if (met.mode === 'refuse' || !SUBJECTS.includes(subject)) return refuse('ZC01', '不属于受理范围', body);
  const intakeNumber = `GJ${beijingYear(new Date())}${String(office.register.matters.size + 1).padStart(6, '0')}`;
  const effect = newEffect(body, 'DISPATCH', intakeNumber);
  const handOver = childNode(body, '移交材料');
  const script = scriptFor(subject, residentId);
  office.record({ ...effect, script, subject, handOver, silenced: met.mode === 'silent' });
  return confirmation('ZC01', effect, '已登记');
}

/** 流水查询: the way out of "was it recorded or not". */
export function inquire(office: Office, body: XmlNode): Reply {
  const key = childText(body, '外部流水号');
  if (!key) return refuse('ZC02', '缺少必填项：外部流水号', body);
  const recorded = office.register.effects.filter((effect) => effect.key === key);
  const matter = office.register.matters.get(recorded[0]?.intakeNumber ?? '');
  return answer('ZC02', 'OK', [
    element('转办单号', matter?.referralId ?? ''),
    element('外部流水号', key),
    element('是否收件', matter ? '是' : '否'),
    element('收件次数', String(recorded.length)),
    element('收件编号', matter?.intakeNumber ?? ''),
    element('办理状态', statusOf(matter)),
  ]);
}

/** 撤回申请 */
export function recall(office: Office, body: XmlNode): Reply {
  return actOnMatter(office, body, 'ZC03', (matter) => {
    const open = office.register.mattersOf(matter.referralId).filter((each) => !each.over);
    if (open.length === 0 && !matter.recalled) return refuse('ZC03', '已办结，不能撤回', body);
    const effect = newEffect(body, 'RECALL', matter.intakeNumber);
    office.record(effect);
    return confirmation('ZC03', effect, '已撤回');
  });
}

/** 补正材料 */
export function supplement(office: Office, body: XmlNode): Reply {
  return actOnMatter(office, body, 'ZC04', (matter) => {
    if (matter.status !== '要求补正') return refuse('ZC04', '未要求补正', body);
    const effect = newEffect(body, 'SUPPLEMENT', matter.intakeNumber);
    office.record({ ...effect, script: AFTER_SUPPLEMENT });
    return confirmation('ZC04', effect, '补正材料已收');
  });
}

function actOnMatter(office: Office, body: XmlNode, code: string, act: (matter: Matter) => Reply): Reply {
  const missing = missingField(body, ['外部流水号', '转办单号']);
  if (missing) return refuse(code, `缺少必填项：${missing}`, body);
  const matter = office.register.mattersOf(childText(body, '转办单号') ?? '').at(-1);
  return matter ? act(matter) : refuse(code, '查无此件', body);
}

function missingField(body: XmlNode, fields: readonly string[]): string | undefined {
  return fields.find((field) => !childText(body, field));
}

function statusOf(matter: Matter | undefined): string {
  if (!matter) return '';
  return matter.recalled ? '已撤回' : matter.status;
}

function newEffect(body: XmlNode, kind: EffectKind, intakeNumber: string): NewEffect {
  const [key = '', referralId = ''] = [childText(body, '外部流水号'), childText(body, '转办单号')];
  return { key, kind, referralId, intakeNumber, digest: digestOf(body), script: [] };
}

function confirmation(code: string, { key, referralId, intakeNumber }: NewEffect, status: string): Reply {
  return answer(code, 'OK', [
    element('转办单号', referralId),
    element('外部流水号', key),
    element('收件编号', intakeNumber),
    element('办理状态', status),
  ]);
}

function refuse(code: string, err: string, body: XmlNode): Reply {
  const referralId = childText(body, '转办单号');
  return answer(code, err, referralId ? [element('转办单号', referralId)] : []);
}
