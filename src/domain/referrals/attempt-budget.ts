import type { AgencyFaultClass } from '#domain/agencies/agency-errors.ts';

/** What one effect may cost before a person looks (派送次数上限、时长上限). */
export interface AttemptBudget {
  /** Attempts that count. */
  readonly attempts: number;
  /** Since the first attempt, whatever held it up. */
  readonly days: number;
}

export const USUAL_BUDGET: AttemptBudget = { attempts: 8, days: 7 };

/** What it has cost so far. Real time. */
export interface BudgetSpent {
  readonly countedAttempts?: number | undefined;
  readonly firstAttemptAt?: Date | undefined;
  readonly lastFailedAt?: Date | undefined;
}

export interface FailedAttempt {
  readonly fault: AgencyFaultClass;
  readonly at: Date;
  /** When the agency last answered anything that was sent to it. */
  readonly agencyAnsweredAt?: Date | undefined;
}

export type BudgetEnd = 'ATTEMPTS_EXHAUSTED' | 'TOO_OLD';

const DAY_MS = 86_400_000;

/**
 * What our own breaker or bulkhead held back, or the agency asked to have later. It says nothing about the message.
 */
export function isHeldBack(fault: AgencyFaultClass): boolean {
  return fault === 'CIRCUIT_OPEN' || fault === 'BULKHEAD_FULL' || fault === 'THROTTLED';
}

/**
 * Enters a failed attempt. It counts when the agency has answered something else since this effect failed before: then
 * the message is to blame. While an agency answers nobody nothing counts, so an outage of any length uses nothing up.
 */
export function spend(spent: BudgetSpent, failed: FailedAttempt): BudgetSpent {
  if (isHeldBack(failed.fault)) return spent;
  const { lastFailedAt } = spent;
  const toBlame =
    lastFailedAt !== undefined && failed.agencyAnsweredAt !== undefined && failed.agencyAnsweredAt > lastFailedAt;
  return { ...spent, countedAttempts: (spent.countedAttempts ?? 0) + (toBlame ? 1 : 0), lastFailedAt: failed.at };
}

/** Why no further attempt is made; undefined while there is something left. */
export function endOfBudget(spent: BudgetSpent, budget: AttemptBudget, at: Date): BudgetEnd | undefined {
  if ((spent.countedAttempts ?? 0) >= budget.attempts) return 'ATTEMPTS_EXHAUSTED';
  const began = spent.firstAttemptAt;
  return began && at.getTime() - began.getTime() >= budget.days * DAY_MS ? 'TOO_OLD' : undefined;
}
