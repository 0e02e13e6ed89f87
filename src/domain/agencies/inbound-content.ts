import type { AgreementKind } from '#domain/disputes/agreement-kinds.ts';
import type { CauseOfAction } from '#domain/disputes/causes-of-action.ts';
import type { StageEvent } from '#domain/disputes/dispute-stage.ts';
import type { TerminationReason } from '#domain/disputes/termination-reasons.ts';

/** A message from an agency in our words: an answer about one referral, or what it pushes to us of its own. */
export type InboundContent = ReferralReply | HouseholdBatch | CourtDelegation | PushedSettlement;

export interface ReferralReply {
  readonly kind: 'REFERRAL_REPLY';
  readonly referralId: string;
  readonly event: AgencyEvent;
  /**
   * Rises with each answer about the same referral. An answer with a number not above the last applied one is late or
   * repeated and changes nothing. Absent where the agency numbers nothing; then the state table alone decides.
   */
  readonly sequence?: number | undefined;
  readonly occurredAt?: Date | undefined;
  /** Docket number, arbitration number, … in the agency's own writing. */
  readonly agencyReference?: string | undefined;
  /** The agency's own wording of its status, kept beside ours. */
  readonly businessStatus?: string | undefined;
  /** For COMPLETE: what came of it, in the words of the plan (`AGREED`, `FAILED`, `AWARDED`, `DOCKETED`, …). */
  readonly outcome?: string | undefined;
  /** For REFUSE, RETURN and REQUEST_SUPPLEMENT. */
  readonly reasonCode?: string | undefined;
  readonly note?: string | undefined;
  /** For a dispute, where its system tells more than the milestone. */
  readonly stage?: StageEvent | undefined;
  readonly terminationReason?: TerminationReason | undefined;
  readonly agreementKind?: AgreementKind | undefined;
}

/** 签收 · 受理 · 开始办理 · 要求补正 · 退回 · 不予受理 · 办结 */
export const AGENCY_EVENTS = [
  'RECEIVE',
  'ACCEPT',
  'START',
  'REQUEST_SUPPLEMENT',
  'RETURN',
  'REFUSE',
  'COMPLETE',
] as const;

export type AgencyEvent = (typeof AGENCY_EVENTS)[number];

/** 委派函: before docketing the court gives a dispute to the union for mediation (特邀调解规定, 在线调解规则 art. 12). */
export interface CourtDelegation {
  readonly kind: 'COURT_DELEGATION';
  /** Of the type 民诉前调; the letter's identity. */
  readonly docketNumber: string;
  readonly divisionCode: string;
  /** Absent where the court names a branch (劳动争议) and no leaf. */
  readonly causeOfAction?: CauseOfAction | undefined;
  readonly claims: string;
  readonly applicant: {
    readonly name: string;
    readonly residentId: string;
    readonly phone?: string | undefined;
  };
  readonly respondent: string;
}

export interface HouseholdBatch {
  readonly kind: 'HOUSEHOLD_BATCH';
  readonly batchNo: string;
  readonly declaredCount: number;
  /** As many as the batch holds; one bad row never costs the others. */
  readonly rows: readonly HouseholdRow[];
}

export type HouseholdRow =
  | { readonly ok: true; readonly rowNumber: number; readonly household: PushedHousehold }
  | {
      readonly ok: false;
      readonly rowNumber: number;
      readonly field: string;
      readonly reason: string;
      readonly raw: string;
    };

/** An applicant household (申请家庭) with a worker in it; only the fields the union needs to find the worker (个人信息保护法 art. 6). */
export interface PushedHousehold {
  readonly applicationNo: string;
  readonly category: string;
  readonly status: string;
  readonly divisionCode: string;
  readonly householdSize: number;
  readonly decidedOn?: string | undefined;
  readonly validUntil?: string | undefined;
  readonly consentReference?: string | undefined;
  /** As written: the number may be missing (empty), masked or wrong; then a person says who it is. */
  readonly worker: {
    readonly name: string;
    readonly residentId: string;
    readonly phone?: string | undefined;
    readonly birthDate?: string | undefined;
    readonly employer?: string | undefined;
  };
}

/** A medical-insurance settlement (2207), or the reversal of one (2208). A reversal's amounts are those it takes back. */
export interface PushedSettlement {
  readonly kind: 'SETTLEMENT';
  readonly event: 'SETTLED' | 'REVERSED';
  /** For a reversal: that of the settlement it cancels. */
  readonly settlementId: string;
  readonly visitId: string;
  /** As it was written, perhaps masked; whoever links it to a person has to look. */
  readonly residentId: string;
  readonly name?: string | undefined;
  readonly insuranceType?: string | undefined;
  readonly visitType?: string | undefined;
  readonly occurredAt: Date;
  readonly totalAmount: string;
  readonly fundAmount: string;
  readonly personalAmount: string;
}
