import type { EffectKeySupport } from '#domain/agencies/agency-connector.ts';

/** What everybody says after a run: the counter's ledger, our tables, each agency's own record. */
export interface Evidence {
  readonly counter: {
    readonly accepted: readonly { readonly key: string; readonly caseId: string }[];
    readonly refused: readonly { readonly key: string; readonly code: string }[];
    readonly contradicted: readonly string[];
  };
  readonly storedKeys: readonly { readonly key: string; readonly caseId: string }[];
  readonly cases: readonly CaseRow[];
  readonly referrals: readonly ReferralRow[];
  readonly effects: readonly EffectRow[];
  readonly events: readonly EventRow[];
  readonly inbox: readonly { readonly agency: string; readonly messageId: string; readonly status: string }[];
  readonly agencies: readonly AgencyRecord[];
  /** Jobs that the queue holds as failed. */
  readonly failedJobs: number;
  readonly terminations: readonly { readonly code: number | null; readonly ms: number; readonly broken: number }[];
  /** Our processes that ended although nobody ended them. */
  readonly crashes: readonly string[];
}

export interface CaseRow {
  readonly id: string;
  readonly status: string;
  readonly openClocks: number;
  /** Its agency fails on it, always. */
  readonly poison: boolean;
}

export interface ReferralRow {
  readonly id: string;
  readonly caseId: string;
  readonly agency: string;
  readonly status: string;
}

export interface EffectRow {
  readonly id: string;
  readonly referralId: string;
  readonly agency: string;
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
  readonly lastFault: string | null;
  /** It was IN_DOUBT at some time. */
  readonly doubted: boolean;
  /** An attempt whose process died, or that ran out of time. */
  readonly interrupted: boolean;
}

/** Of a case, or of one of its referrals. */
export interface EventRow {
  readonly caseId: string;
  readonly referralId: string | null;
  readonly sequence: number;
  readonly from: string | null;
  readonly to: string | null;
}

export interface AgencyRecord {
  readonly name: string;
  readonly effectKey: EffectKeySupport;
  readonly seen: readonly {
    readonly key: string;
    readonly referralId: string;
    readonly kind: string;
    readonly count: number;
    readonly requests: number;
    readonly cuts: number;
  }[];
  /** Answers it has given, by the id under which they reach us. */
  readonly answers: readonly string[];
  /** Referrals with which it is done. */
  readonly over: readonly string[];
  readonly undelivered: number;
}
