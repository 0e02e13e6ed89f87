import type { Bilingual } from '#domain/catalogue/clock-rule.ts';

/**
 * Where a mediation stands (诉调对接), after 人民法院在线调解规则 and 特邀调解规定; the names are ours. A stage is finer than
 * the status of its referral and goes on after it: what was agreed on is performed, broken or confirmed later.
 */
export const COURT_MEDIATION_STAGES = [
  'SUBMITTED',
  'RETURNED',
  'AWAITING_ASSIGNMENT',
  'DELEGATED',
  'ACCEPTED',
  'AWAITING_OTHER_PARTY',
  'MEDIATING',
  'EXTENDED',
  'AGREED',
  'PERFORMED',
  'BREACHED',
  'STATEMENT_PENDING',
  'CONFIRMATION_PENDING',
  'CONFIRMED',
  'CONFIRM_REJECTED',
  'CONFIRM_WITHDRAWN',
  'CONFIRM_NOT_ACCEPTED',
  'TERMINATED',
  'FILED',
  'CLOSED',
] as const;
export type CourtMediationStage = (typeof COURT_MEDIATION_STAGES)[number];

export const COURT_MEDIATION_EVENTS = [
  'QUALIFY',
  'RETURN',
  'DELEGATE',
  'DECLINE',
  'ACCEPT',
  'CONTACT_OTHER_PARTY',
  'BEGIN',
  'EXTEND',
  'AGREE',
  'TERMINATE',
  'PERFORM',
  'BREACH',
  'REQUEST_STATEMENT',
  'ISSUE_STATEMENT',
  'APPLY_CONFIRMATION',
  'CONFIRM',
  'REJECT_CONFIRMATION',
  'WITHDRAW_CONFIRMATION',
  'NOT_ACCEPT_CONFIRMATION',
  'FILE',
  'CLOSE',
] as const;
export type CourtMediationEvent = (typeof COURT_MEDIATION_EVENTS)[number];

/** Somebody has it: what came before went without a word. */
const TAKEN = { ACCEPT: 'ACCEPTED', BEGIN: 'MEDIATING' } as const;

/** How every stage in which the mediator works can end. */
const ENDS = { AGREE: 'AGREED', TERMINATE: 'TERMINATED' } as const;

/**
 * State × event → state. What is absent is refused; `stage-course.ts` names the refusal. Printed into ARCHITECTURE.md.
 *
 * Whoever reports has often passed a stage without a word, so a mediator who accepted may begin or end at once.
 */
export const COURT_MEDIATION_TRANSITIONS: Readonly<
  Record<CourtMediationStage, Partial<Record<CourtMediationEvent, CourtMediationStage>>>
> = {
  SUBMITTED: { RETURN: 'RETURNED', QUALIFY: 'AWAITING_ASSIGNMENT', DELEGATE: 'DELEGATED', ...TAKEN },
  RETURNED: {},
  AWAITING_ASSIGNMENT: { RETURN: 'RETURNED', DELEGATE: 'DELEGATED', ...TAKEN },
  // A mediator who declines, or says nothing within three working days, is replaced (在线调解规则 art. 12).
  DELEGATED: { RETURN: 'RETURNED', DECLINE: 'AWAITING_ASSIGNMENT', ...TAKEN },
  ACCEPTED: { CONTACT_OTHER_PARTY: 'AWAITING_OTHER_PARTY', BEGIN: 'MEDIATING', ...ENDS },
  AWAITING_OTHER_PARTY: { BEGIN: 'MEDIATING', ...ENDS },
  MEDIATING: { EXTEND: 'EXTENDED', ...ENDS },
  // The text sets no limit to how often, as long as all parties agree (在线调解规则 art. 24).
  EXTENDED: { EXTEND: 'EXTENDED', ...ENDS },
  AGREED: {
    PERFORM: 'PERFORMED',
    BREACH: 'BREACHED',
    REQUEST_STATEMENT: 'STATEMENT_PENDING',
    APPLY_CONFIRMATION: 'CONFIRMATION_PENDING',
  },
  PERFORMED: {},
  BREACHED: {},
  STATEMENT_PENDING: { ISSUE_STATEMENT: 'CLOSED' },
  CONFIRMATION_PENDING: {
    CONFIRM: 'CONFIRMED',
    REJECT_CONFIRMATION: 'CONFIRM_REJECTED',
    WITHDRAW_CONFIRMATION: 'CONFIRM_WITHDRAWN',
    NOT_ACCEPT_CONFIRMATION: 'CONFIRM_NOT_ACCEPTED',
  },
  CONFIRMED: {},
  CONFIRM_REJECTED: {},
  CONFIRM_WITHDRAWN: {},
  CONFIRM_NOT_ACCEPTED: {},
  // The papers go back to the court, which has to docket the matter (在线调解规则 art. 21).
  TERMINATED: { FILE: 'FILED', CLOSE: 'CLOSED' },
  FILED: {},
  CLOSED: {},
};

export const COURT_MEDIATION_STAGE_NAMES: Readonly<Record<CourtMediationStage, Bilingual>> = {
  SUBMITTED: { zh: '当事人已申请', en: 'Submitted by a party' },
  RETURNED: { zh: '已退回', en: 'Returned' },
  AWAITING_ASSIGNMENT: { zh: '待指定调解员', en: 'Waiting for a mediator' },
  DELEGATED: { zh: '已委派或委托', en: 'Given to a mediator' },
  ACCEPTED: { zh: '调解组织已接受', en: 'Taken on by the mediator' },
  AWAITING_OTHER_PARTY: { zh: '征询对方意愿', en: 'Asking the other party' },
  MEDIATING: { zh: '调解中', en: 'In mediation' },
  EXTENDED: { zh: '延长调解', en: 'Mediation extended' },
  AGREED: { zh: '达成协议', en: 'Agreement reached' },
  PERFORMED: { zh: '协议已履行', en: 'Agreement performed' },
  BREACHED: { zh: '协议未履行', en: 'Agreement broken' },
  STATEMENT_PENDING: { zh: '待出具调解书', en: 'Waiting for the court mediation statement' },
  CONFIRMATION_PENDING: { zh: '已申请司法确认', en: 'Judicial confirmation applied for' },
  CONFIRMED: { zh: '司法确认有效', en: 'Confirmed by the court' },
  CONFIRM_REJECTED: { zh: '司法确认驳回', en: 'Confirmation rejected' },
  CONFIRM_WITHDRAWN: { zh: '撤回司法确认申请', en: 'Application for confirmation withdrawn' },
  CONFIRM_NOT_ACCEPTED: { zh: '司法确认不予受理', en: 'Application for confirmation not accepted' },
  TERMINATED: { zh: '调解终结', en: 'Mediation terminated' },
  FILED: { zh: '已转立案', en: 'Handed on to docketing' },
  CLOSED: { zh: '已结束', en: 'Closed' },
};
