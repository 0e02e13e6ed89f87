import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { PartnerEventType } from '#domain/partners/partner-event.ts';
import type { WebhookEndpoint } from '#domain/partners/webhook-endpoint.ts';
import type { Stores } from '#domain/stores.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import { checkUrl } from '#usecases/partners/create-webhook-endpoint.ts';
import { requireEndpoint } from '#usecases/partners/partner-access.ts';
import { bodyOfPing } from '#usecases/partners/webhook-body.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

// What is done to an endpoint that is there. All are idempotent by their key and throw RequestRefusedError.

export interface WebhookEndpointInput {
  readonly idempotencyKey: string;
  readonly endpointId: string;
}

export interface UpdateWebhookEndpointInput extends WebhookEndpointInput {
  readonly url?: string | undefined;
  readonly eventTypes?: readonly PartnerEventType[] | undefined;
}

type Changed = Promise<OnceResult<{ readonly endpointId: string; readonly deliveryId?: string | undefined }>>;

export function updateWebhookEndpoint(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: UpdateWebhookEndpointInput,
): Changed {
  const { url, eventTypes } = input;
  if (url !== undefined) checkUrl(deps, url);
  return changeEndpoint(deps, viewer, 'updateWebhookEndpoint', input, (tx, { id }) =>
    tx.webhooks.change(id, { ...(url !== undefined && { url }), ...(eventTypes && { eventTypes }) }),
  );
}

/** Nothing is sent until it is resumed; what is to be told waits, for as long as the log reaches back. */
export function pauseWebhookEndpoint(deps: UsecaseDependencies, viewer: Viewer, input: WebhookEndpointInput): Changed {
  return changeEndpoint(deps, viewer, 'pauseWebhookEndpoint', input, (tx, { id, state }) => {
    if (state !== 'ACTIVE') refuse('TRANSITION_REFUSED', ['endpointId'], { currentStatus: state });
    return tx.webhooks.setState(id, 'PAUSED', 'BY_HAND');
  });
}

/** Of one that was paused or disabled: what waits goes out at once. */
export function resumeWebhookEndpoint(deps: UsecaseDependencies, viewer: Viewer, input: WebhookEndpointInput): Changed {
  return changeEndpoint(deps, viewer, 'resumeWebhookEndpoint', input, (tx, { id, state }) => {
    if (state === 'ACTIVE') refuse('TRANSITION_REFUSED', ['endpointId'], { currentStatus: state });
    return tx.webhooks.setState(id, 'ACTIVE', undefined);
  });
}

/** With its secrets and everything that was to be told to it; the log keeps the events. */
export function deleteWebhookEndpoint(deps: UsecaseDependencies, viewer: Viewer, input: WebhookEndpointInput): Changed {
  return changeEndpoint(deps, viewer, 'deleteWebhookEndpoint', input, (tx, { id }) => tx.webhooks.remove(id));
}

/** Sends a `ping`, once, also to one that is paused or disabled: whoever mends it wants to know before resuming. */
export function testWebhookEndpoint(deps: UsecaseDependencies, viewer: Viewer, input: WebhookEndpointInput): Changed {
  return changeEndpoint(deps, viewer, 'testWebhookEndpoint', input, async (tx, { id, agencyCode }) => {
    const deliveryId = deps.ids.next();
    const body = bodyOfPing(agencyCode, deps.clock.now());
    await tx.webhooks.addDeliveries([{ id: deliveryId, endpointId: id, type: 'PING', body }]);
    return deliveryId;
  });
}

async function changeEndpoint(
  deps: UsecaseDependencies,
  viewer: Viewer,
  operation: string,
  { idempotencyKey, ...input }: WebhookEndpointInput,
  change: (tx: Stores, endpoint: WebhookEndpoint) => Promise<string | void>,
): Changed {
  const { endpointId } = input;
  return once(deps, { viewer, operation, idempotencyKey, input }, async (tx) => {
    const made = await change(tx, await requireEndpoint(tx, viewer, endpointId));
    return { endpointId, ...(typeof made === 'string' && { deliveryId: made }) };
  });
}
