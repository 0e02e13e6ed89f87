import { partnerScopeOf } from '#domain/access/partner-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { type AgencyCode, agencyCode } from '#domain/agencies/agency-code.ts';
import { refuse } from '#domain/errors.ts';
import type { WebhookDelivery } from '#domain/partners/webhook-delivery.ts';
import type { WebhookEndpoint } from '#domain/partners/webhook-endpoint.ts';
import type { Stores } from '#domain/stores.ts';

// Another agency's endpoint, one that never was and one that is gone look the same.

export async function requireEndpoint(stores: Stores, viewer: Viewer, id: string): Promise<WebhookEndpoint> {
  return (await stores.webhooks.find(partnerScopeOf(viewer), id)) ?? refuse('NOT_FOUND', ['endpointId']);
}

export async function requireDelivery(stores: Stores, viewer: Viewer, id: string): Promise<WebhookDelivery> {
  return (await stores.webhooks.findDelivery(partnerScopeOf(viewer), id)) ?? refuse('NOT_FOUND', ['deliveryId']);
}

/** Whose endpoint it will be: the viewer's own agency; an operator says for whom. */
export async function requireAgency(stores: Stores, viewer: Viewer, asked: string | undefined): Promise<AgencyCode> {
  const scope = partnerScopeOf(viewer);
  if (scope.kind === 'AGENCY' && (asked === undefined || asked === scope.agencyCode)) return scope.agencyCode;
  if (scope.kind !== 'ALL' || asked === undefined) return refuse('NOT_FOUND', ['agencyCode']);
  const agency = await stores.agencies.find(asked);
  return agency ? agencyCode(agency.code) : refuse('NOT_FOUND', ['agencyCode']);
}
