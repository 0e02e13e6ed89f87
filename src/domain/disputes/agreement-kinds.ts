import type { Bilingual, Confidence } from '#domain/catalogue/clock-rule.ts';

export const AGREEMENT_KINDS = [
  'SETTLEMENT',
  'MEDIATION_AGREEMENT',
  'ORAL_AGREEMENT',
  'ARBITRATION_MEDIATION_STATEMENT',
  'COURT_MEDIATION_STATEMENT',
  'JUDICIAL_CONFIRMATION_RULING',
  'ARBITRATION_REVIEWED_STATEMENT',
  'PAYMENT_ORDER',
] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/** What was agreed on paper, what it is worth, and which law says so. */
export interface AgreementForce {
  readonly name: Bilingual;
  readonly force: Bilingual;
  readonly enforceable: boolean;
  readonly source: string;
  readonly confidence: Confidence;
}

export const AGREEMENT_FORCES: Readonly<Record<AgreementKind, AgreementForce>> = {
  SETTLEMENT: {
    name: { zh: '和解协议', en: 'Settlement' },
    force: { zh: '具有合同效力，申请人可撤回请求', en: 'A contract; the claim may be withdrawn' },
    enforceable: false,
    source: '劳动争议调解仲裁法第四条、第四十一条',
    confidence: 'CONFIRMED',
  },
  MEDIATION_AGREEMENT: {
    name: { zh: '调解协议书', en: 'Mediation agreement' },
    force: { zh: '对双方有约束力，不能直接申请强制执行', en: 'Binding, not enforceable by itself' },
    enforceable: false,
    source: '劳动争议调解仲裁法第十四条',
    confidence: 'CONFIRMED',
  },
  ORAL_AGREEMENT: {
    name: { zh: '口头协议（调解员记录）', en: 'Oral agreement, recorded by the mediator' },
    force: { zh: '自达成之日起生效', en: 'Effective when it is reached' },
    enforceable: false,
    source: '人民调解法第二十八条、第三十条；特邀调解规定第二十三条',
    confidence: 'CONFIRMED',
  },
  ARBITRATION_MEDIATION_STATEMENT: {
    name: { zh: '仲裁调解书', en: 'Mediation statement of the arbitration commission' },
    force: { zh: '双方签收后生效，可申请强制执行', en: 'Effective on receipt, enforceable' },
    enforceable: true,
    source: '劳动争议调解仲裁法第四十二条、第五十一条',
    confidence: 'CONFIRMED',
  },
  COURT_MEDIATION_STATEMENT: {
    name: { zh: '民事调解书', en: 'Mediation statement of the court' },
    force: { zh: '立案后出具，可申请强制执行', en: 'Made after docketing, enforceable' },
    enforceable: true,
    source: '特邀调解规定第二十条；人民法院在线调解规则第二十条',
    confidence: 'CONFIRMED',
  },
  JUDICIAL_CONFIRMATION_RULING: {
    name: { zh: '司法确认裁定书', en: 'Ruling that confirms the agreement' },
    force: { zh: '可申请强制执行', en: 'Enforceable' },
    enforceable: true,
    source: '民事诉讼法第二百零六条',
    confidence: 'CONFIRMED',
  },
  ARBITRATION_REVIEWED_STATEMENT: {
    name: { zh: '仲裁审查调解书', en: 'Mediation statement after review by the arbitration commission' },
    force: { zh: '可申请强制执行', en: 'Enforceable' },
    enforceable: true,
    // A provincial rule; the fifteen days of the national one are not confirmed and stand nowhere here.
    source: '浙江省劳动人事争议调解仲裁条例第十一条',
    confidence: 'CONFIRMED',
  },
  PAYMENT_ORDER: {
    name: { zh: '支付令', en: 'Payment order' },
    force: { zh: '对方不提出异议的，可申请强制执行', en: 'Enforceable when nobody objects' },
    enforceable: true,
    source: '劳动争议调解仲裁法第十六条；民事诉讼法第二百二十五条至第二百二十八条',
    confidence: 'CONFIRMED',
  },
};
