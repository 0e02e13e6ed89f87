/** A message from an agency in our words: an answer about one referral, or a batch of households it pushes to us. */
export type InboundContent = ReferralReply | HouseholdBatch;

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
  readonly worker: {
    readonly name: string;
    readonly residentId: string;
    readonly phone?: string | undefined;
    readonly employer?: string | undefined;
  };
}
