import type { AgencyCall } from '#domain/agencies/agency-connector.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Connectors end a call themselves when its signal aborts; only then do they know whether anything was sent. */
const GRACE_MS = 500;

/** The longest a call through `callAgency` lasts. */
export function longestCallMs({ agencyCallMs }: Pick<UsecaseDependencies, 'agencyCallMs'>): number {
  return agencyCallMs + GRACE_MS;
}

/**
 * One call to an agency with its budget. Throws AgencyUnavailableError `TIMEOUT` for a connector that overlooks the
 * signal: it would hold a place in its queue for ever, and the worker's stop with it.
 */
export async function callAgency<Answer>(
  deps: Pick<UsecaseDependencies, 'agencyCallMs'>,
  ask: (call: AgencyCall) => Promise<Answer>,
): Promise<Answer> {
  const call = { deadline: new Date(Date.now() + deps.agencyCallMs), signal: AbortSignal.timeout(deps.agencyCallMs) };
  const overdue = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => overdue.reject(new AgencyUnavailableError('TIMEOUT', 'the connector did not end its call')),
    longestCallMs(deps),
  );
  try {
    return await Promise.race([ask(call), overdue.promise]);
  } finally {
    clearTimeout(timer);
  }
}
