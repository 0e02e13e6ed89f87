import type { RowScope } from '#domain/access/row-scope.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { Case, CaseHeader, CaseStatus, Consent } from '#domain/cases/case.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { BudgetSpent } from '#domain/referrals/attempt-budget.ts';
import type { Effect, Referral, ReferralStatus } from '#domain/referrals/referral.ts';

export interface CaseStore {
  insert(draft: CaseDraft, consents: readonly Consent[]): Promise<void>;
  /** Locks the case with its effects until the transaction ends. */
  loadDraft(caseId: string): Promise<CaseDraft | undefined>;
  loadDraftOfReferral(referralId: string): Promise<CaseDraft | undefined>;
  /** As it is at one moment, without a lock; not to be saved. */
  readDraft(caseId: string): Promise<CaseDraft | undefined>;
  /** Writes what was replaced in the draft since it was loaded. */
  saveDraft(draft: CaseDraft): Promise<void>;
  find(scope: RowScope, id: string): Promise<Case | undefined>;
  findByAcceptanceNo(scope: RowScope, acceptanceNo: string): Promise<Case | undefined>;
  findOpenDuplicate(personId: string, serviceItemCode: string): Promise<string | undefined>;
  list(scope: RowScope, filter: CaseListFilter, page: PageRequest): Promise<Page<CaseHeader>>;
  /** Outside the transaction: a number may be skipped, never given twice. */
  nextAcceptanceNumber(divisionCode: string, year: number): Promise<number>;
}

export interface CaseListFilter {
  readonly status?: readonly CaseStatus[] | undefined;
  readonly serviceItemCode?: readonly string[] | undefined;
  readonly applicantId?: string | undefined;
}

export interface ReferralStore {
  find(scope: RowScope, id: string): Promise<Referral | undefined>;
  list(
    scope: RowScope,
    filter: { readonly status?: readonly ReferralStatus[] | undefined },
    page: PageRequest,
  ): Promise<Page<Referral>>;
}

export interface EffectStore {
  /**
   * Claims the next attempt (fence): only one holder at a time, and only when the referral's earlier effects are done.
   * Undefined when there is nothing to claim, which is normal: jobs are hints.
   */
  claim(effectId: string, leaseSeconds: number): Promise<ClaimedEffect | undefined>;
  /**
   * Writes the end of the attempt with this fence. False, and nothing written, when somebody has claimed the effect
   * since. Call inside the transaction that writes what follows from it.
   */
  finishAttempt(effectId: string, fence: number, end: AttemptEnd): Promise<boolean>;
  /**
   * Effects that should be tried now and have not been handed to the queue lately; marks them as handed over. At most
   * `limit` for each agency, so that one with a long backlog takes no other's turn, and one probe for one that is down.
   */
  offerDue(limit: number, reofferAfterSeconds: number): Promise<readonly { id: string; agencyCode: AgencyCode }[]>;
  /** How many effects wait out a back-off for want of an answer of the agency. */
  countHeldUp(code: AgencyCode): Promise<number>;
  /**
   * Calls forward up to `limit` effects of an agency that would be tried later than `withinSeconds` from now for want of
   * its answer, spread evenly over that time. Answers how many they were. What the agency itself asked to have later
   * (429) stays where it is.
   */
  hasten(code: AgencyCode, withinSeconds: number, limit: number): Promise<number>;
  /** For each agency that is down and has nothing due: makes the next effect in line due, as a probe. */
  pullProbes(): Promise<number>;
}

export interface ClaimedEffect {
  readonly effect: Effect;
  readonly fence: number;
  readonly caseId: string;
}

export interface AttemptEnd {
  readonly outcome: string;
  readonly fault?: string | undefined;
  /** Set when the effect stays open: when to try next, and whether the agency may have recorded it. */
  readonly retry?: { readonly inSeconds: number; readonly unclear: boolean; readonly spent: BudgetSpent } | undefined;
}
