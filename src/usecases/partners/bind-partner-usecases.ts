import { partnerScopeOf } from '#domain/access/partner-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { PageRequest } from '#domain/page.ts';
import type { PartnerKeyFilter } from '#domain/partners/partner-key-stores.ts';
import type { PartnerEventQuestion } from '#domain/partners/partner-stores.ts';
import type { WebhookDeliveryStatus } from '#domain/partners/webhook-delivery.ts';
import type { WebhookState } from '#domain/partners/webhook-endpoint.ts';
import {
  revokePartnerKey,
  type RevokePartnerKeyInput,
  rotatePartnerKey,
  type RotatePartnerKeyInput,
} from '#usecases/partners/change-partner-key.ts';
import * as endpoints from '#usecases/partners/change-webhook-endpoint.ts';
import { createPartnerKey, type CreatePartnerKeyInput } from '#usecases/partners/create-partner-key.ts';
import { createWebhookEndpoint, type CreateWebhookEndpointInput } from '#usecases/partners/create-webhook-endpoint.ts';
import { listDeliveries } from '#usecases/partners/list-deliveries.ts';
import { readPartnerEvents } from '#usecases/partners/read-partner-events.ts';
import {
  resendDelivery,
  type ResendDeliveryInput,
  resendFrom,
  type ResendFromInput,
} from '#usecases/partners/resend-webhooks.ts';
import { rotateWebhookSecret, type RotateWebhookSecretInput } from '#usecases/partners/rotate-webhook-secret.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** What agencies' engineers can ask for; every read goes through the viewer's scope. */
export function bindPartnerUsecases(deps: UsecaseDependencies, viewer: Viewer) {
  const { partnerEvents, partnerKeys, webhooks } = deps.stores;
  const scope = partnerScopeOf(viewer);
  return {
    findPartnerEvent: (id: string) => partnerEvents.find(scope, id),
    readPartnerEvents: (question: PartnerEventQuestion) => readPartnerEvents(deps, viewer, question),
    findWebhookEndpoint: (id: string) => webhooks.find(scope, id),
    listWebhookEndpoints: (
      filter: { agencyCode?: string | undefined; state?: readonly WebhookState[] | undefined },
      page: PageRequest,
    ) => webhooks.list(scope, filter, page),
    findDelivery: (id: string) => webhooks.findDelivery(scope, id),
    listDeliveries: (id: string, status: readonly WebhookDeliveryStatus[] | undefined, page: PageRequest) =>
      listDeliveries(deps, viewer, id, status, page),
    createWebhookEndpoint: (input: CreateWebhookEndpointInput) => createWebhookEndpoint(deps, viewer, input),
    rotateWebhookSecret: (input: RotateWebhookSecretInput) => rotateWebhookSecret(deps, viewer, input),
    updateWebhookEndpoint: (input: endpoints.UpdateWebhookEndpointInput) =>
      endpoints.updateWebhookEndpoint(deps, viewer, input),
    pauseWebhookEndpoint: (input: endpoints.WebhookEndpointInput) =>
      endpoints.pauseWebhookEndpoint(deps, viewer, input),
    resumeWebhookEndpoint: (input: endpoints.WebhookEndpointInput) =>
      endpoints.resumeWebhookEndpoint(deps, viewer, input),
    deleteWebhookEndpoint: (input: endpoints.WebhookEndpointInput) =>
      endpoints.deleteWebhookEndpoint(deps, viewer, input),
    testWebhookEndpoint: (input: endpoints.WebhookEndpointInput) => endpoints.testWebhookEndpoint(deps, viewer, input),
    resendDelivery: (input: ResendDeliveryInput) => resendDelivery(deps, viewer, input),
    resendFrom: (input: ResendFromInput) => resendFrom(deps, viewer, input),
    findPartnerKey: (id: string) => partnerKeys.find(scope, id),
    listPartnerKeys: (filter: PartnerKeyFilter, page: PageRequest) => partnerKeys.list(scope, filter, page),
    createPartnerKey: (input: CreatePartnerKeyInput) => createPartnerKey(deps, viewer, input),
    rotatePartnerKey: (input: RotatePartnerKeyInput) => rotatePartnerKey(deps, viewer, input),
    revokePartnerKey: (input: RevokePartnerKeyInput) => revokePartnerKey(deps, viewer, input),
  };
}
