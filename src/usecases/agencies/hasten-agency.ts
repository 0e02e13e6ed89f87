import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import { hasteningSeconds } from '#domain/agencies/hastening.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** One statement's worth; a backlog of any length is called forward in such bites. */
const BITE = 2_000;

/**
 * An agency that was down answers again: what waits out a back-off for want of its answer is called forward, over a time
 * in which it can take all of it. Idempotent; goes on where a process that died left off.
 */
export async function hastenAgency({ stores, connectors, log }: UsecaseDependencies, code: AgencyCode): Promise<void> {
  const waiting = await stores.effects.countHeldUp(code);
  const seconds = hasteningSeconds(waiting, connectors.get(code)?.callsPerSecond);
  let hastened = 0;
  for (;;) {
    const bite = await stores.effects.hasten(code, seconds, BITE);
    hastened += bite;
    if (bite < BITE) break;
  }
  await stores.agencyHealth.settleHastening(code);
  log.info(
    { agency: code, waiting, hastened, seconds },
    'the agency answers again; what waited for it is called forward',
  );
}
