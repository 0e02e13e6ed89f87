import { hastenAgency } from '#usecases/agencies/hasten-agency.ts';
import { continueReplays } from '#usecases/agencies/replay-agency.ts';
import { endPausesThatRanOut } from '#usecases/agencies/resume-agency.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * The regular look after the agencies: ends pauses whose time is over; calls forward what waits for an agency that answers
 * again, where the process that heard the answer died before it had; lets one effect ask whether an agency that is down is
 * back; goes on with replays. Harmless to repeat.
 */
export async function watchAgencies(deps: UsecaseDependencies): Promise<void> {
  await endPausesThatRanOut(deps);
  for (const code of await deps.stores.agencyHealth.owedHastening()) await hastenAgency(deps, code);
  await deps.stores.effects.pullProbes();
  await continueReplays(deps);
}
