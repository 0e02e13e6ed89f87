import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { LOG_DAYS } from '#domain/partners/partner-event.ts';
import { wants } from '#domain/partners/webhook-endpoint.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import { requireDelivery, requireEndpoint } from '#usecases/partners/partner-access.ts';
import { bodyOfEvent } from '#usecases/partners/webhook-body.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface ResendDeliveryInput {
  readonly idempotencyKey: string;
  readonly deliveryId: string;
}

/** Sends it again under the same `webhook-id`, with all attempts anew. Idempotent by its key. */
export function resendDelivery(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: ResendDeliveryInput,
): Promise<OnceResult<{ deliveryId: string }>> {
  return once(deps, { viewer, operation: 'resendDelivery', idempotencyKey, input }, async (tx) => {
    const { id } = await requireDelivery(tx, viewer, input.deliveryId);
    await tx.webhooks.sendAgain([id]);
    return { deliveryId: id };
  });
}

export interface ResendFromInput {
  readonly idempotencyKey: string;
  readonly endpointId: string;
  /** Real time, at most as long ago as the log reaches back. */
  readonly from: Date;
}

export interface ResentFrom {
  readonly endpointId: string;
  readonly count: number;
  /** There were more than are sent at once. */
  readonly more: boolean;
}

/** More than these a partner reads faster from the log than we can tell it. */
const MOST_AT_ONCE = 1_000;

/**
 * Tells an endpoint again what was written since, whether it was told before or not, under the ids of then where it was.
 * Idempotent by its key; throws RequestRefusedError.
 */
export function resendFrom(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: ResendFromInput,
): Promise<OnceResult<ResentFrom>> {
  const request = {
    viewer,
    operation: 'resendFrom',
    idempotencyKey,
    input: { ...input, from: input.from.toISOString() },
  };
  return once(deps, request, async (tx) => {
    const endpoint = await requireEndpoint(tx, viewer, input.endpointId);
    const events = await tx.partnerEvents.writtenSince(endpoint.agencyCode, input.from, LOG_DAYS, MOST_AT_ONCE + 1);
    if (events === 'TOO_EARLY') refuse('RESEND_TOO_FAR', ['from']);
    const wanted = events.slice(0, MOST_AT_ONCE).filter(({ type }) => wants(endpoint, type));
    const eventIds = wanted.map(({ id }) => id);
    const known = await tx.webhooks.ofEvents(endpoint.id, eventIds);
    await tx.webhooks.sendAgain([...known.values()]);
    await tx.webhooks.addDeliveries(
      wanted
        .filter(({ id }) => !known.has(id))
        .map((event) => ({
          id: deps.ids.next(),
          endpointId: endpoint.id,
          eventId: event.id,
          type: event.type,
          body: bodyOfEvent(event, deps.webhooks),
        })),
    );
    return { endpointId: endpoint.id, count: wanted.length, more: events.length > MOST_AT_ONCE };
  });
}
