import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { isHeldBack } from '#domain/referrals/attempt-budget.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import type { AttemptOutcome } from '#usecases/referrals/attempt-delivery.ts';

/** What the end of an attempt found of its agency. Real time. */
export interface SeenHealth {
  readonly at: Date;
  /** When the agency last answered anything that was sent to it. */
  readonly agencyAnsweredAt?: Date | undefined;
  /** It had been down until this answer. */
  readonly rose: boolean;
}

const ANSWERS: readonly AttemptOutcome['kind'][] = ['DELIVERED', 'RECEIVED', 'ACCEPTED', 'REFUSED'];

/** Enters the end of an attempt into the agency's health: its answer, its failure, or nothing where it was not called. */
export async function noteHealth(
  { stores: { agencyHealth } }: UsecaseDependencies,
  agency: AgencyCode,
  outcome: AttemptOutcome,
): Promise<SeenHealth> {
  if (ANSWERS.includes(outcome.kind)) {
    const rose = (await agencyHealth.noteAnswer(agency)) === 'ROSE';
    // An answer ends the attempts: nobody asks when the last one was.
    return { at: new Date(0), rose };
  }
  const { at, lastSuccessAt } = isFailureOfAgency(outcome)
    ? await agencyHealth.noteFailure(agency)
    : await agencyHealth.find(agency);
  return { at, agencyAnsweredAt: lastSuccessAt, rose: false };
}

function isFailureOfAgency(outcome: AttemptOutcome): boolean {
  if (outcome.kind !== 'RETRY' && outcome.kind !== 'UNKNOWN') return false;
  return !isHeldBack(outcome.fault) && !('unsent' in outcome);
}
