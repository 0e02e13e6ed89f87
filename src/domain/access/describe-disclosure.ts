import type { FieldClass } from '#domain/access/disclosure.ts';
import { isPurposeCode, OWN_PURPOSE, purposeOf } from '#domain/access/purposes.ts';
import type { ViewerRole } from '#domain/access/viewer.ts';
import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

// In the words of whoever is looked at.

export const FIELD_CLASS_LABELS: Readonly<Record<FieldClass, Bilingual>> = {
  IDENTITY: { zh: '身份信息', en: 'Identity' },
  CONTACT: { zh: '联系方式', en: 'Contact details' },
  FINANCIAL: { zh: '金融账户', en: 'Financial account' },
  HEALTH: { zh: '健康情况', en: 'Health' },
  CASE_CONTENT: { zh: '诉求内容', en: 'Content of the request' },
  AGENCY_RECORD: { zh: '其他部门掌握的情况', en: 'What other agencies hold' },
};

export const VIEWER_ROLE_LABELS: Readonly<Record<ViewerRole, Bilingual>> = {
  WINDOW: { zh: '受理窗口', en: 'Service window' },
  MEDIATOR: { zh: '调解员', en: 'Mediator' },
  TOWNSHIP: { zh: '乡镇街道经办人', en: 'Township clerk' },
  SUPERVISOR: { zh: '督导', en: 'Supervisor' },
  WORKER: { zh: '职工', en: 'Worker' },
  OPERATOR: { zh: '系统运维', en: 'Operator' },
  AUDITOR: { zh: '审计', en: 'Auditor' },
  AGENCY: { zh: '承办单位', en: 'Agency' },
  PARTNER: { zh: '对接系统', en: 'Partner system' },
};

const OWN_LABEL: Bilingual = { zh: '本人查询', en: 'Looking at one’s own records' };

/** A purpose without words of its own is shown by its code: an entry of long ago is never left out. */
export function purposeLabel(code: string): Bilingual {
  if (code === OWN_PURPOSE) return OWN_LABEL;
  return isPurposeCode(code) ? purposeOf(code).name : { zh: code, en: code };
}
