import { partnerScopeOf } from '#domain/access/partner-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { WebhookDelivery, WebhookDeliveryStatus } from '#domain/partners/webhook-delivery.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Of an endpoint the viewer may see; undefined of any other. Newest first. */
export async function listDeliveries(
  { stores }: UsecaseDependencies,
  viewer: Viewer,
  endpointId: string,
  status: readonly WebhookDeliveryStatus[] | undefined,
  page: PageRequest,
): Promise<Page<WebhookDelivery> | undefined> {
  const endpoint = await stores.webhooks.find(partnerScopeOf(viewer), endpointId);
  return endpoint && stores.webhooks.listDeliveries(endpoint.id, { status }, page);
}
