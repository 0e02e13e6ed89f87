import { LOG_DAYS } from '#domain/partners/partner-event.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Forgets events, deliveries and attempts older than the log reaches back, and secrets that have ended. Harmless when repeated. */
export async function sweepPartnerLog({ stores, log }: UsecaseDependencies): Promise<void> {
  const events = await stores.partnerEvents.forget(LOG_DAYS);
  const deliveries = await stores.webhooks.forget(LOG_DAYS);
  if (events + deliveries > 0) log.info({ events, deliveries }, 'partner log swept');
}
