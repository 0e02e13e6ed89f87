import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { Facts, HeldSource } from '#domain/catalogue/facts.ts';
import type { MaterialAnswer, PassportAnswer } from '#domain/catalogue/passports.ts';
import type { Reason } from '#domain/errors.ts';
import type { LocalDate } from '#domain/referrals/local-date.ts';

/** 办理中 · 需要人工处理 · 待评价 · 已办结 · 已撤回 */
export const CASE_STATUSES = ['IN_PROGRESS', 'NEEDS_ATTENTION', 'AWAITING_RATING', 'CLOSED', 'WITHDRAWN'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** 窗口 · 门户 · 热线 · 手机 · 其他部门推送 */
export const CASE_CHANNELS = ['WINDOW', 'PORTAL', 'HOTLINE', 'MOBILE', 'AGENCY_PUSH'] as const;
export type CaseChannel = (typeof CASE_CHANNELS)[number];

/** One accepted request (一门式服务单). Not the court's case, which is a docket. */
export interface Case {
  readonly id: string;
  readonly acceptanceNo: string;
  readonly serviceItemVersionId: string;
  readonly serviceItemCode: string;
  readonly applicantId: string;
  readonly status: CaseStatus;
  readonly version: number;
  readonly channel: CaseChannel;
  readonly divisionCode: string;
  readonly workplaceDivision?: string | undefined;
  /** 保密事项: hidden from ordinary case views. */
  readonly confidential: boolean;
  readonly form: IntakeForm;
  /** What the decision rested on besides the form; absent in cases accepted before it was kept. */
  readonly facts?: FrozenFacts | undefined;
  readonly plan: CasePlan;
  readonly outcome?: string | undefined;
  readonly openedBy: string;
  readonly leadId?: string | undefined;
  readonly attentionReason?: string | undefined;
  readonly openedAt: Date;
  readonly closedAt?: Date | undefined;
  readonly rating?: number | undefined;
  readonly ratingComment?: string | undefined;
}

/** What lists show of a case. Form, facts and plan are five sixths of what reading a page of whole cases costs. */
export type CaseHeader = Omit<Case, 'form' | 'facts' | 'plan' | 'ratingComment'>;

/** What was answered on the item's form; already checked against it. */
export type IntakeForm = Readonly<Record<string, unknown>>;

/** The facts of the decision as they were then; the form has a place of its own. */
export type FrozenFacts = Omit<Facts, 'form'> & {
  /** The trace of the item's assessment, with its figures. */
  readonly assessed: readonly Reason[];
  /** What was asked for of what others hold, and how sure the answers were; absent where it was not kept. */
  readonly sources?: readonly Pick<HeldSource, 'subject' | 'status'>[] | undefined;
};

/** What was decided at acceptance and stays as it was: who handles which step, under which clocks, and why. */
export interface CasePlan {
  readonly eligibility: readonly Reason[];
  readonly passports: readonly PassportAnswer[];
  readonly materials: readonly MaterialAnswer[];
  readonly steps: readonly PlannedStep[];
  /** Steps of the item that this case does not need, and why. */
  readonly omitted: readonly OmittedStep[];
  /** The step whose agency leads (牵头). */
  readonly lead?: string | undefined;
  readonly caseClocks: readonly ClockRule[];
}

export interface OmittedStep {
  readonly key: string;
  readonly reason: Reason;
}

export interface PlannedStep {
  readonly key: string;
  readonly officeId: string;
  readonly agencyCode: AgencyCode;
  readonly reasons: readonly Reason[];
  readonly clocks: readonly ClockRule[];
}

/** One thing that happened. `data` holds codes and ids only; what a person wrote is `note` and stored sealed. */
export interface CaseEvent {
  readonly id: string;
  readonly caseId: string;
  readonly sequence: number;
  readonly referralId?: string | undefined;
  readonly type: string;
  readonly fromStatus?: string | undefined;
  readonly toStatus?: string | undefined;
  readonly actor: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  readonly note?: string | undefined;
  readonly at: Date;
}

/** One consent line item given by the applicant (授权). */
export interface Consent {
  readonly id: string;
  readonly caseId: string;
  readonly personId: string;
  readonly line: string;
  readonly recipientRole: string;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly legalBasis: string;
  /** SHA-256 of the wording shown, so that it can be proven which text was agreed to. */
  readonly textDigest: string;
  readonly givenAt: Date;
  readonly expiresOn?: LocalDate | undefined;
}
