import type { PlacedEvent } from '#domain/partners/partner-event.ts';
import type { NewWebhookDelivery } from '#domain/partners/partner-stores.ts';
import { wants, type WebhookEndpoint } from '#domain/partners/webhook-endpoint.ts';
import { bodyOfEvent } from '#usecases/partners/webhook-body.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Gives new events their place in the log and, in the same transaction, a delivery to each endpoint that wants them; how
 * many were placed. Safe to call at any time, from any number of processes: they take turns.
 */
export async function placePartnerEvents(deps: UsecaseDependencies, limit: number): Promise<number> {
  // Asked outside, so that an idle relay opens no transaction twice a second.
  if (!(await deps.stores.partnerEvents.someWait())) return 0;
  return deps.unitOfWork.run(async (tx) => {
    const events = await tx.partnerEvents.placeNext(limit);
    const endpoints = await tx.webhooks.ofAgencies([...new Set(events.map(({ agencyCode }) => agencyCode))]);
    await tx.webhooks.addDeliveries(events.flatMap((event) => deliveriesOf(deps, event, endpoints)));
    return events.length;
  });
}

function deliveriesOf(
  { ids, webhooks }: UsecaseDependencies,
  event: PlacedEvent,
  endpoints: readonly WebhookEndpoint[],
): readonly NewWebhookDelivery[] {
  return endpoints
    .filter((endpoint) => endpoint.agencyCode === event.agencyCode && wants(endpoint, event.type))
    .map((endpoint) => ({
      id: ids.next(),
      endpointId: endpoint.id,
      eventId: event.id,
      type: event.type,
      body: bodyOfEvent(event, webhooks),
    }));
}
